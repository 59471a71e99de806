/** A whole run: data, teachers, state encoder, meta-training, fine-tuning per target, final training and attacks, report. */
import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  patched,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';

import type { ReportInput, RunChangeRecord, TargetResult } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { ResolvedTarget } from '../schemas/resolved';
import { loadAgent, trainEncoder } from './agent';
import type { Bank } from './bank';
import { checkChange } from './changes';
import { changeControl, controlState, currentSpec, runChild } from './control';
import { runDetails } from './details';
import { failureMessage } from './failureMessage';
import { metaTraining } from './metaTraining';
import {
  changeUpdate,
  diskWaitSignal,
  pauseSignal,
  progressQuery,
  resumeSignal,
  stepFinishedSignal,
  stepsFinishedSignal,
  workflowIds,
} from './names';
import { quick } from './proxies';
import { bestRewardKey, phaseKey, runAttributes, runKey, targetKey } from './searchAttributes';
import { sideBySide } from './sideBySide';
import { finalByReference, mergeTargetLogs, searchForTarget, type FinishedTarget, type MetaTrained } from './targets';
import { prepareTeachers, teacherTasks } from './teachers';
import {
  addTotals,
  noSteps,
  type PipelineInput,
  type PipelineResult,
  type RunPhase,
  type RunProgress,
  type SearchContext,
  type StepsNotice,
  type StepTotals,
} from './types';

type PhaseName = 'teachers' | 'encoder' | 'meta' | 'fineTune' | 'final' | 'evaluate';

export async function pipeline(input: PipelineInput): Promise<PipelineResult> {
  const { runId, fork } = input;
  let { spec } = input;
  const { meta, fineTune: fineTuning } = spec.search;
  const childrenPerIteration = (meta.episodes ?? 1) * meta.timeSteps;
  const startedAtMs = workflowInfo().startTime.getTime();
  const totals = new Map<PhaseName, StepTotals>();
  const addTo = (phase: PhaseName, more: StepTotals) =>
    void totals.set(phase, addTotals(totals.get(phase) ?? noSteps, more));

  let progress: RunProgress = {
    runId,
    phase: 'data',
    paused: false,
    startedAtMs,
    fraction: 0,
    children: {
      done: (fork?.iteration ?? 0) * childrenPerIteration,
      total: meta.iterations * childrenPerIteration + fineTuning.iterations * spec.targets.length,
    },
    teachers: { done: 0, total: teacherTasks(spec).length },
    targets: { done: 0, total: spec.targets.length },
    best: null,
    latest: null,
  };
  const advance = (change: Partial<RunProgress>) => {
    progress = { ...progress, ...change };
    progress = { ...progress, fraction: fractionDone(progress, input.weights) };
    setCurrentDetails(runDetails(spec.metadata.name, progress));
  };
  const enter = (phase: RunPhase) => {
    advance({ phase });
    upsertSearchAttributes([{ key: phaseKey, value: phase }]);
  };
  setHandler(progressQuery, () => progress);
  const setPaused = (paused: boolean) => {
    changeControl({ paused });
    advance({ paused });
  };
  setHandler(pauseSignal, () => setPaused(true));
  setHandler(resumeSignal, () => setPaused(false));
  setHandler(
    changeUpdate,
    ({ budgetsMacs, priority }) => {
      const { budgetsMacs: before, priority: priorityBefore } = controlState();
      changeControl({ budgetsMacs: { ...before, ...budgetsMacs }, priority: priority ?? priorityBefore });
      story.changes.push({ childrenDone: progress.children.done, budgetsMacs, priority });
    },
    { validator: (change) => checkChange(change, spec) },
  );
  const noteSteps = ({ count, latest, best }: StepsNotice) => {
    const children = { ...progress.children, done: progress.children.done + count };
    const isBest = best !== null && (progress.best === null || best.reward > progress.best.reward);
    advance({ latest, children, ...(isBest ? { best } : {}) });
    if (isBest) upsertSearchAttributes([{ key: bestRewardKey, value: best.reward }]);
  };
  setHandler(stepsFinishedSignal, noteSteps);
  setHandler(stepFinishedSignal, (latest) => noteSteps({ count: 1, latest, best: latest.overBudget ? null : latest }));

  setHandler(diskWaitSignal, ({ step, message }) => {
    const { [step]: _, ...others } = progress.waitingForSpace ?? {};
    advance({ waitingForSpace: message === null ? others : { ...others, [step]: message } });
  });

  const story: { -readonly [K in 'data' | 'teachers' | 'encoder' | 'log' | 'policy']: ReportInput[K] } & {
    agent?: ReportInput['agent'];
    final: TargetResult[];
    changes: RunChangeRecord[];
  } = { data: {}, teachers: [], encoder: null, log: null, policy: null, final: [], changes: [] };

  const report = async (status: ReportInput['status'], message?: string): Promise<PipelineResult> => {
    enter('report');
    const all = [...totals.values()].reduce(addTotals, noSteps);
    const written = await quick.writeReport.executeWithOptions({ summary: 'write the report' }, [
      {
        ...story,
        ...(await finalByReference(story.final)),
        ...(fork === undefined
          ? {}
          : { forkedFrom: { run: fork.run, iteration: fork.iteration, changes: fork.changes } }),
        runId,
        status,
        ...(message === undefined ? {} : { message }),
        spec: currentSpec(spec),
        specText: input.specText,
        ...(input.schedule === undefined ? {} : { schedule: input.schedule }),
        timings: {
          startedAtMs,
          finishedAtMs: Date.now(),
          phaseSeconds: Object.fromEntries([...totals].map(([phase, { seconds }]) => [phase, seconds])),
          reusedSteps: all.reused,
          computedSteps: all.computed,
        },
      },
    ]);
    return { runId, ...written };
  };

  try {
    upsertSearchAttributes([{ key: runKey, value: runId }]);
    enter('data');
    const loaded = spec.agent === undefined ? null : await loadAgent(spec, spec.agent);
    if (loaded !== null) ({ spec } = loaded);
    story.data = await quick.prepareData.executeWithOptions({ summary: 'check the data sets' }, [
      { data: spec.data, seed: spec.seed },
    ]);

    enter('teachers');
    const prepared = await prepareTeachers(spec, story.data, (done) =>
      advance({ teachers: { ...progress.teachers, done } }),
    );
    story.teachers = prepared.records;
    addTo('teachers', prepared.totals);

    enter('encoder');
    const agent = loaded ?? (await trainEncoder(spec, prepared.known));
    checkEncoder(input, agent.encoder);
    addTo('encoder', agent.totals);
    story.encoder = agent.encoderLoss;
    story.agent = { encoder: agent.encoder, ...(agent.from === undefined ? {} : { from: agent.from }) };
    story.policy = agent.policy;
    const context: SearchContext = {
      runId,
      spec,
      data: story.data,
      teachers: prepared.teachers,
      encoder: agent.encoder,
      ...(input.localSteps === true ? { localSteps: true } : {}),
    };

    let { bank } = prepared;

    if (meta.iterations > 0) {
      enter('meta-training');
      const trained = await runChild(metaTraining, {
        workflowId: workflowIds.metaTraining(runId),
        staticSummary: `meta-training: ${meta.iterations} iterations of ${meta.timeSteps} time steps`,
        typedSearchAttributes: runAttributes(runId),
        args: [
          {
            context: { ...context, spec: currentSpec(spec) },
            ...firstSearchState(input, agent.policy, bank),
            totals: noSteps,
          },
        ],
      });
      story.policy = trained.policy;
      bank = trained.bank;
      story.log = trained.log;
      addTo('meta', trained.totals);
    }

    const metaTrained: MetaTrained = { context, policy: story.policy, log: story.log, bank };
    const finished = new Map<string, FinishedTarget>();
    const workOn = async (target: ResolvedTarget, from: MetaTrained, onEvaluation: () => void) => {
      upsertSearchAttributes([{ key: targetKey, value: target.name }]);
      const done = await searchForTarget(from, target, onEvaluation);
      finished.set(target.name, done);
      story.final = spec.targets.flatMap(({ name }) => finished.get(name)?.result ?? []);
      addTo('fineTune', done.fineTuning);
      addTo('final', done.training);
      addTo('evaluate', done.attacks);
      advance({ targets: { ...progress.targets, done: finished.size } });
      return done;
    };
    if (spec.targets.length === 1 || patched('targets-side-by-side')) {
      enter('fine-tuning');
      const onEvaluation = () => {
        if (progress.phase !== 'evaluation') enter('evaluation');
      };
      await sideBySide(spec.targets.map((target) => () => workOn(target, metaTrained, onEvaluation)));
      const logs = spec.targets.map(({ name }) => finished.get(name)!.log);
      story.log = await mergeTargetLogs(metaTrained.log, logs);
    } else {
      for (const target of spec.targets) {
        enter('fine-tuning');
        const done = await workOn(target, { ...metaTrained, log: story.log, bank }, () => enter('evaluation'));
        story.log = done.log;
        bank = done.bank;
      }
    }

    const result = await report('completed');
    enter('done');
    return result;
  } catch (error) {
    // A run that ends has nothing left to pause.
    changeControl({ paused: false });
    // What was found until here is worth a report; the failure itself is what the caller sees.
    const [status, message] = isCancellation(error)
      ? (['cancelled', 'cancelled on request'] as const)
      : (['failed', failureMessage(error)] as const);
    await CancellationScope.nonCancellable(() => report(status, message));
    throw error;
  }
}

/** Where meta-training begins: at the beginning, or where a run of before was. */
function firstSearchState({ fork }: PipelineInput, initialPolicy: ArtifactRef, bank: Bank | undefined) {
  return fork === undefined
    ? { policy: initialPolicy, log: null, firstIteration: 0, bank }
    : { policy: fork.policy, log: fork.log, firstIteration: fork.iteration, bank: fork.bank };
}

/** The policy of another run is of use only with the encoder that it was trained with. */
function checkEncoder({ fork }: PipelineInput, encoder: ArtifactRef): void {
  if (fork === undefined || fork.encoder.sha256 === encoder.sha256) return;
  throw ApplicationFailure.nonRetryable(
    `the state encoder of this fork is not that of ${fork.run}, which its policy was trained with: ` +
      `changed were ${Object.keys(fork.changes).join(', ') || 'no settings, so the machine, the data or the program'}`,
    'ForkError',
  );
}

function fractionDone(progress: RunProgress, weights: PipelineInput['weights']): number {
  const parts = ['teachers', 'children', 'targets'] as const;
  const work = (count: 'done' | 'total') => parts.reduce((sum, part) => sum + progress[part][count] * weights[part], 0);
  return progress.phase === 'done' ? 1 : work('done') / work('total');
}
