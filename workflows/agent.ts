/** Where the agent of a run comes from: an encoder and a fresh policy of its own, or an earlier run. */
import type { AgentSource, ReportInput } from '../activities/types';
import type { ArtifactRef } from '../artifacts/types';
import type { AgentReference, ResolvedPipeline } from '../schemas/resolved';
import { quick } from './proxies';
import type { PreparedTeachers } from './teachers';
import { addTimings, noSteps, type StepTotals } from './types';

export interface Agent {
  readonly encoder: ArtifactRef;
  readonly policy: ArtifactRef;
  /** Of the encoder's pre-training; null when another run did it. */
  readonly encoderLoss: ReportInput['encoder'];
  readonly from?: AgentSource['from'];
  readonly totals: StepTotals;
}

/** Pre-trains the state encoder and initializes the policy. */
export async function trainEncoder(spec: ResolvedPipeline, known: PreparedTeachers['known']): Promise<Agent> {
  const encoder = await quick.pretrainStateEncoder.executeWithOptions({ summary: 'pre-train the state encoder' }, [
    { search: spec.search, known, seed: spec.seed },
  ]);
  const initial = await quick.initializePolicy.executeWithOptions({ summary: 'initialize the policy' }, [
    { search: spec.search, seed: spec.seed },
  ]);
  return {
    encoder: encoder.encoder,
    policy: initial.policy,
    encoderLoss: { initialLoss: encoder.initialLoss, finalLoss: encoder.finalLoss },
    totals: addTimings(noSteps, encoder.timing),
  };
}

/** The agent of an earlier run, and the spec with the settings that it was trained with. */
export async function loadAgent(
  spec: ResolvedPipeline,
  agent: AgentReference,
): Promise<Agent & { readonly spec: ResolvedPipeline }> {
  const summary = 'run' in agent ? `find the agent of ${agent.run}` : `find the policy ${agent.policy.slice(0, 12)}`;
  const { policy, encoder, settings, from } = await quick.resolveAgent.executeWithOptions({ summary }, [{ agent }]);
  return {
    spec: { ...spec, search: { ...spec.search, ...settings } },
    encoder,
    policy,
    encoderLoss: null,
    from,
    totals: noSteps,
  };
}
