/** The teachers of the spec on every data set: trained adversarially, attacked by every attack of the search. */
import type { Count } from '../activities/jobs/types';
import type { PreparedData, TaskCharacter, TeacherRecord } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { Architecture } from '../architectures/types';
import type { ResolvedPipeline, ResolvedTeacher } from '../schemas/resolved';
import { addToBank, bankKey, type Bank } from './bank';
import { durable } from './proxies';
import { addTimings, addTotals, noSteps, type StepTotals, type TrainedTeacher } from './types';

export interface PreparedTeachers {
  readonly teachers: readonly TrainedTeacher[];
  readonly records: readonly TeacherRecord[];
  /** Task embeddings that are known before the search; the state encoder is pre-trained around them. */
  readonly known: readonly { architecture: Architecture; data: PreparedData; lips: readonly number[] }[];
  readonly totals: StepTotals;
  /** What was found against the teachers, with the bank. */
  readonly bank?: Bank;
}

/** A teacher on a data set, with the attacks that some task of the run puts it under. */
export interface TeacherTask {
  readonly teacher: ResolvedTeacher;
  readonly data: string;
  readonly attacks: readonly string[];
}

/** What the targets and, with meta-training, the buffers ask for. */
export function teacherTasks({ search, teachers, targets, data, attacks }: ResolvedPipeline): TeacherTask[] {
  const { buffers, meta } = search;
  const isBuffered = (teacher: string, on: string, attack: string) =>
    meta.iterations > 0 &&
    buffers.teachers.includes(teacher) &&
    buffers.data.includes(on) &&
    buffers.attacks.includes(attack);
  const isTargeted = (teacher: string, on: string, attack: string) =>
    targets.some((target) => target.teacher === teacher && target.data === on && target.attack === attack);
  return teachers
    .flatMap((teacher) =>
      Object.keys(data).map((on) => ({
        teacher,
        data: on,
        attacks: Object.keys(attacks).filter(
          (attack) => isBuffered(teacher.name, on, attack) || isTargeted(teacher.name, on, attack),
        ),
      })),
    )
    .filter((task) => task.attacks.length > 0);
}

export async function prepareTeachers(
  spec: ResolvedPipeline,
  data: Readonly<Record<string, PreparedData>>,
  onTrained: (done: number) => void,
): Promise<PreparedTeachers> {
  let done = 0;
  const prepared = await Promise.all(
    teacherTasks(spec).map(async (task) => {
      const on = data[task.data]!;
      const trained = await trainTeacher(spec, task.teacher, on);
      onTrained(++done);
      return await describeTeacher(spec, task, on, trained);
    }),
  );
  return {
    teachers: prepared.map(({ teacher }) => teacher),
    records: prepared.map(({ record }) => record),
    known: prepared.flatMap(({ known }) => known),
    totals: prepared.reduce((sum, { totals }) => addTotals(sum, totals), noSteps),
    ...(spec.search.bank === true ? { bank: bankOf(spec, prepared) } : {}),
  };
}

function bankOf(spec: ResolvedPipeline, prepared: readonly { readonly found: readonly Found[] }[]): Bank {
  return prepared
    .flatMap(({ found }) => found)
    .reduce((bank: Bank, { data, attack, images }) => {
      return addToBank(bank, bankKey(data, spec.attacks[attack]!), images);
    }, {});
}

/** Images that an attack found on a data set. */
interface Found {
  readonly data: string;
  readonly attack: string;
  readonly images: ArtifactRef;
}

interface NewTeacher {
  readonly teacher: TrainedTeacher;
  readonly totals: StepTotals;
}

async function trainTeacher(spec: ResolvedPipeline, teacher: ResolvedTeacher, on: PreparedData): Promise<NewTeacher> {
  const train = async (label: string, config: ResolvedPipeline['training']['teacher']) =>
    await durable.trainTeacher.executeWithOptions({ summary: label }, [
      { label, architecture: teacher.architecture, data: on.ref, config, seed: spec.seed },
    ]);
  const config = spec.training.teacher;
  const adversarial = await train(`train teacher ${teacher.name} on ${on.ref.name}`, config);
  const clean =
    spec.search.lips.teacher === 'clean'
      ? await train(`train teacher ${teacher.name} on ${on.ref.name} without attacks`, {
          ...config,
          method: 'standard',
          attack: { epsilon: 0, steps: 0, stepSize: 0 },
        })
      : adversarial;
  return {
    teacher: {
      name: teacher.name,
      data: on.ref.name,
      network: adversarial.network,
      selectedEpoch: adversarial.selectedEpoch,
      lipsNetwork: clean.network,
    },
    totals: addTimings(noSteps, adversarial.timing, ...(clean === adversarial ? [] : [clean.timing])),
  };
}

async function describeTeacher(
  spec: ResolvedPipeline,
  { teacher: { name, budgetMacs }, attacks }: TeacherTask,
  on: PreparedData,
  trained: NewTeacher,
) {
  const { teacher } = trained;
  const characters = await Promise.all(
    attacks.map(async (attackName): Promise<[string, TaskCharacter]> => {
      const label = `${attackName} against teacher ${name} on ${on.ref.name}`;
      const character = await durable.characterizeTask.executeWithOptions({ summary: label }, [
        {
          label,
          network: teacher.network,
          data: on.ref,
          attack: spec.attacks[attackName]!,
          lips: spec.search.lips,
          lipsNetwork: teacher.lipsNetwork,
          seed: spec.seed,
        },
      ]);
      return [attackName, character];
    }),
  );
  const robust: Record<string, Count> = Object.fromEntries(
    characters.map(([attack, character]) => [attack, character.robust]),
  );
  const record: TeacherRecord = { name, data: on.ref.name, budgetMacs, clean: characters[0]![1].clean, robust };
  return {
    teacher,
    record,
    found: characters.map(([attack, { adversarial }]): Found => ({ data: on.ref.name, attack, images: adversarial })),
    known: characters.map(([, { lips }]) => ({ architecture: teacher.network.architecture, data: on, lips })),
    totals: addTimings(trained.totals, ...characters.map(([, { timing }]) => timing)),
  };
}
