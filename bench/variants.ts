/** The ways in which a bench runs the same work: ours, plain TensorFlow.js, and PyTorch's. */
import type { Network } from '../architectures/types';
import type { Precision } from '../tensor/types';
import { attackStep, evaluationStep } from './attackStep';
import type { Peer } from './peer';
import type { BenchStep, BenchSubject, StepOptions, WorkSize } from './step';
import { tfjsAttackStep, tfjsEvaluationStep, tfjsTradesStep } from './tfjsSteps';
import { tradesStep } from './tradesStep';

/** `tfjs`: written with TensorFlow.js' own operations; `pytorch`: the peer. */
export type BenchMode = TensorFlowMode | 'pytorch';
export type TensorFlowMode = 'eager' | 'tfjs' | 'compiled';

export interface Variant {
  readonly mode: BenchMode;
  readonly precision: Precision;
  /** Which of PyTorch's, such as `channels_last`. */
  readonly peer?: string;
  /** Resolves with why the variant cannot run, if so. */
  readonly warmUp: () => Promise<string | undefined>;
  /** Milliseconds of a step. */
  readonly measure: () => Promise<number>;
  readonly dispose: () => void;
  readonly times: number[];
}

const ownSteps: Readonly<Record<BenchSubject, (network: Network, options: StepOptions) => BenchStep>> = {
  training: tradesStep,
  attack: attackStep,
  evaluation: evaluationStep,
};

const tfjsSteps: Readonly<Record<BenchSubject, (network: Network, size: WorkSize) => BenchStep>> = {
  training: tfjsTradesStep,
  attack: tfjsAttackStep,
  evaluation: tfjsEvaluationStep,
};

/** Only compiled functions know bfloat16. */
export function hasPrecision(mode: TensorFlowMode, precision: Precision): boolean {
  return mode === 'compiled' || precision === 'float32';
}

export function tensorflowVariant(
  subject: BenchSubject,
  network: Network,
  mode: TensorFlowMode,
  precision: Precision,
  size: WorkSize,
): Variant {
  const step =
    mode === 'tfjs' ? tfjsSteps[subject](network, size) : ownSteps[subject](network, { ...size, mode, precision });
  return {
    mode,
    precision,
    warmUp: async () => {
      await (step.warmUp ?? step.run)();
      return undefined;
    },
    measure: async () => {
      const started = performance.now();
      await step.run();
      return performance.now() - started;
    },
    dispose: () => step.dispose(),
    times: [],
  };
}

export function peerVariants(peer: Peer, precision: Precision): Variant[] {
  return peer.variants.map((name) => ({
    mode: 'pytorch',
    precision,
    peer: name,
    warmUp: async () => {
      const answer = await peer.warmUp(name, precision);
      return typeof answer === 'number' ? undefined : answer.failed;
    },
    measure: () => peer.run(name, precision),
    dispose: () => undefined,
    times: [],
  }));
}
