/** The ways in which a bench runs the same work: ours, plain TensorFlow.js, and PyTorch's. */
import type { Network } from '../architectures/types';
import type { Precision } from '../tensor/types';
import { attackStep, evaluationStep } from './attackStep';
import type { Peer } from './peer';
import type { BenchStep, BenchSubject, StepOptions, WorkSize } from './step';
import { tradesStep } from './tradesStep';

/** `tfjs`: written with TensorFlow.js' own operations; `pytorch`: the peer. */
export type BenchMode = 'eager' | 'tfjs' | 'compiled' | 'pytorch';

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

const makeStep: Readonly<Record<BenchSubject, (network: Network, options: StepOptions) => BenchStep>> = {
  training: tradesStep,
  attack: attackStep,
  evaluation: evaluationStep,
};

export function ownVariant(
  subject: BenchSubject,
  network: Network,
  mode: 'eager' | 'compiled',
  precision: Precision,
  size: WorkSize,
): Variant {
  return stepVariant(mode, precision, makeStep[subject](network, { ...size, mode, precision }));
}

function stepVariant(mode: BenchMode, precision: Precision, step: BenchStep): Variant {
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
