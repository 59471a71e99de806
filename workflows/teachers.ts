/** The teachers of the spec on every data set: trained adversarially, attacked by every attack of the search. */
import type { Count } from '../activities/jobs/types';
import type { PreparedData, TaskCharacter, TeacherRecord } from '../activities/types';
import type { Architecture } from '../architectures/types';
import type { ResolvedPipeline, ResolvedTeacher } from '../schemas/resolved';
import { durable } from './proxies';
import { addTimings, addTotals, noSteps, type StepTotals, type TrainedTeacher } from './types';

export interface PreparedTeachers {
  readonly teachers: readonly TrainedTeacher[];
  readonly records: readonly TeacherRecord[];
  /** Task embeddings that are known before the search; the state encoder is pre-trained around them. */
  readonly known: readonly { architecture: Architecture; data: PreparedData; lips: readonly number[] }[];
  readonly totals: StepTotals;
}

export async function prepareTeachers(
  spec: ResolvedPipeline,
  data: Readonly<Record<string, PreparedData>>,
  onTrained: (done: number) => void,
): Promise<PreparedTeachers> {
  let done = 0;
  const pairs = spec.teachers.flatMap((teacher) => Object.values(data).map((on) => ({ teacher, on })));
  const prepared = await Promise.all(
    pairs.map(async ({ teacher, on }) => {
      const trained = await trainTeacher(spec, teacher, on);
      onTrained(++done);
      return await describeTeacher(spec, teacher, on, trained);
    }),
  );
  return {
    teachers: prepared.map(({ teacher }) => teacher),
    records: prepared.map(({ record }) => record),
    known: prepared.flatMap(({ known }) => known),
    totals: prepared.reduce((sum, { totals }) => addTotals(sum, totals), noSteps),
  };
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
  { name, budgetMacs }: ResolvedTeacher,
  on: PreparedData,
  trained: NewTeacher,
) {
  const { teacher } = trained;
  const characters = await Promise.all(
    Object.entries(spec.attacks).map(async ([attackName, attack]): Promise<[string, TaskCharacter]> => {
      const label = `${attackName} against teacher ${name} on ${on.ref.name}`;
      const character = await durable.characterizeTask.executeWithOptions({ summary: label }, [
        {
          label,
          network: teacher.network,
          data: on.ref,
          attack,
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
    known: characters.map(([, { lips }]) => ({ architecture: teacher.network.architecture, data: on, lips })),
    totals: addTimings(trained.totals, ...characters.map(([, { timing }]) => timing)),
  };
}
