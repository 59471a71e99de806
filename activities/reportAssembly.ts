/** Turns what a run left behind into the document that its report is made of. */
import { networkCost } from '../architectures/cost';
import { architectureName, parseArchitecture } from '../architectures/parse';
import type { Architecture } from '../architectures/types';
import { ensembleFlags } from '../attacks/auditFlags';
import type { Accuracy, Report, ReportChild, ReportFinal, ReportStage, ReportTeacher } from '../reports/types';
import { wilson } from '../reports/wilson';
import type { EngineInfo } from './dependencies';
import type { Count } from './jobs/types';
import type { ChildRecord, FinalEvaluation, ReportInput, SearchLog, TargetResult, TeacherRecord } from './types';
import { componentVersions } from './versions';

export function assembleReport(input: ReportInput, log: SearchLog, engine: EngineInfo): Report {
  const { spec, timings } = input;
  const phases = timings.phaseSeconds;
  return {
    schema: 'rcnas/report/v1',
    runId: input.runId,
    status: input.status,
    ...(input.message === undefined ? {} : { message: input.message }),
    name: spec.metadata.name,
    seed: spec.seed,
    spec,
    specText: input.specText,
    data: Object.values(input.data).map(({ ref, info }) => ({
      name: ref.name,
      source: ref.config.source,
      image: info.image,
      classes: info.classes,
      train: info.trainCount,
      evaluation: ref.config.evaluation,
      test: info.testCount,
      digest: ref.digest,
    })),
    teachers: input.teachers.map((teacher) => reportTeacher(input, teacher)),
    encoder: input.encoder,
    ...(input.agent === undefined || input.policy === null ? {} : { agent: { policy: input.policy, ...input.agent } }),
    ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
    children: log.children.map(reportChild),
    iterations: log.iterations.map(({ target, ...rest }) => ({ ...rest, ...(target === null ? {} : { target }) })),
    final: input.final.map((result) => reportFinal(input, result)),
    ...(input.forkedFrom === undefined ? {} : { forkedFrom: input.forkedFrom }),
    ...(input.changes === undefined || input.changes.length === 0 ? {} : { changes: input.changes }),
    seeds: {
      run: spec.seed,
      ...(spec.search.seed === undefined ? {} : { 'draws of the agent': spec.search.seed }),
    },
    versions: componentVersions(engine),
    timings: {
      startedAt: new Date(timings.startedAtMs).toISOString(),
      finishedAt: new Date(timings.finishedAtMs).toISOString(),
      totalSeconds: (timings.finishedAtMs - timings.startedAtMs) / 1000,
      phases: {
        teachers: phases['teachers'] ?? 0,
        encoder: phases['encoder'] ?? 0,
        meta: phases['meta'] ?? 0,
        fineTune: phases['fineTune'] ?? 0,
        final: phases['final'] ?? 0,
        evaluate: phases['evaluate'] ?? 0,
      },
      reusedSteps: timings.reusedSteps,
      computedSteps: timings.computedSteps,
    },
  };
}

function reportTeacher({ spec, data }: ReportInput, record: TeacherRecord): ReportTeacher {
  const teacher = spec.teachers.find(({ name }) => name === record.name)!;
  const { image, classes } = data[record.data]!.info;
  return {
    name: record.name,
    architecture: teacher.architecture,
    data: record.data,
    ...describeNetwork(parseArchitecture(teacher.architecture), image, classes),
    budgetMacs: teacher.budgetMacs,
    clean: interval(record.clean),
    attacks: intervals(record.robust),
  };
}

function reportChild(record: ChildRecord): ReportChild {
  const { teacher } = record;
  return {
    id: record.id,
    phase: record.phase,
    ...(record.target === null ? {} : { target: record.target }),
    iteration: record.iteration,
    timeStep: record.timeStep,
    task: {
      ...record.task,
      teacher: {
        name: architectureName(teacher.architecture),
        origin: teacher.origin,
        stages: teacher.architecture.stages,
        macs: record.teacherMacs,
      },
      baseTeacher: teacher.baseTeacher,
      budgetMacs: teacher.budgetMacs,
    },
    name: architectureName(record.child),
    stages: record.child.stages,
    parameters: record.parameters,
    macs: record.macs,
    action: record.action.map(({ width, depth, downsample, robust }) => ({ width, depth, downsample, robust })),
    studentAccuracy: record.student === null ? null : interval(record.student),
    teacherAccuracy: interval(record.teacherAccuracy),
    ...(record.bankBound === undefined ? {} : { bankBound: interval(record.bankBound) }),
    annealing: record.annealing,
    reward: record.reward,
    overBudget: record.overBudget,
    ...(record.refused === null ? {} : { refused: record.refused }),
    ...(record.failed === null ? {} : { failed: record.failed }),
  };
}

function reportFinal({ spec, data }: ReportInput, result: TargetResult): ReportFinal {
  const target = spec.targets.find(({ name }) => name === result.target)!;
  const teacher = spec.teachers.find(({ name }) => name === target.teacher)!;
  const { image, classes } = data[target.data]!.info;
  const { chosen, network } = result;
  return {
    target: target.name,
    data: target.data,
    attack: target.attack,
    network: architectureName(network.architecture),
    ...describeNetwork(network.architecture, image, classes),
    budgetMacs: teacher.budgetMacs,
    chosenBy: chosen.chosenBy,
    ...(chosen.from === null ? {} : { chosenFrom: chosen.from }),
    weights: network.weights.sha256,
    ...(result.policy === undefined ? {} : { policy: result.policy }),
    training: {
      method: spec.training.final.method,
      epochs: spec.training.final.epochs,
      selectedEpoch: network.selectedEpoch,
    },
    ...testAccuracies(spec, network),
    teacher: {
      name: teacher.name,
      ...describeNetwork(result.teacher.architecture, image, classes),
      ...testAccuracies(spec, result.teacher),
    },
  };
}

function describeNetwork(
  architecture: Architecture,
  image: Parameters<typeof networkCost>[1],
  classes: number,
): { stages: ReportStage[]; parameters: number; macs: number } {
  const cost = networkCost(architecture, image, classes);
  const stages = architecture.stages.map((stage, i) => ({ ...stage, ...cost.stages[i]! }));
  return { stages, parameters: cost.parameters, macs: cost.macs };
}

function testAccuracies(
  spec: ReportInput['spec'],
  { clean, attacks, audit = {} }: FinalEvaluation,
): { clean: Accuracy; attacks: Record<string, Accuracy> } {
  const table = Object.entries(attacks).map(([name, count]) => {
    const { type, norm = 'linf', epsilon } = spec.attacks[name]!;
    return { name, type, norm, epsilon, ...count };
  });
  const accuracies = table.map((row): [string, Accuracy] => {
    const own = audit[row.name] ?? [];
    const others = table.filter(({ name, type }) => name !== row.name && type !== 'autoattack');
    const doubts = [...own, ...(row.type === 'autoattack' ? ensembleFlags([row, ...others]) : [])];
    return [row.name, { ...interval(row), ...(doubts.length === 0 ? {} : { doubts }) }];
  });
  return { clean: interval(clean), attacks: Object.fromEntries(accuracies) };
}

function interval(count: Count): Accuracy {
  return wilson(count.correct, count.total);
}

function intervals(counts: Readonly<Record<string, Count>>): Record<string, Accuracy> {
  return Object.fromEntries(Object.entries(counts).map(([attack, count]) => [attack, interval(count)]));
}
