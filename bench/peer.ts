/** The same work in PyTorch, in a process of its own that runs it when asked. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { networkCost } from '../architectures/cost';
import type { Network } from '../architectures/types';
import type { Precision } from '../tensor/types';
import { packageRoot } from '../worker/packagePaths';
import { epsilon, evaluationAttack, stepSize, type BenchSubject, type WorkSize } from './step';

export interface PeerOptions extends WorkSize {
  readonly subject: BenchSubject;
  /** Of bench/pytorch_step.py. */
  readonly variants: readonly string[];
  /** Longest that a warm-up may take, in which `torch.compile` compiles; default: as long as it takes. */
  readonly warmUpLimitMs?: number;
}

export interface Peer {
  /** PyTorch's. */
  readonly version: string;
  readonly threads: number;
  /** Names of the ways in which it runs the same work. */
  readonly variants: readonly string[];
  /** Milliseconds of the first call, or why this variant cannot run. */
  warmUp(variant: string, precision: Precision): Promise<number | PeerFailure>;
  /** Milliseconds of one step. */
  run(variant: string, precision: Precision): Promise<number>;
  stop(): void;
}

export interface PeerFailure {
  readonly failed: string;
}

/** First line of bench/pytorch_step.py. */
type Greeting =
  | {
      readonly version: string;
      readonly parameters: number;
      readonly threads: number;
    }
  | { readonly unavailable: string };

/**
 * Resolves with null where there is no `python`, or it has no PyTorch.
 *
 * @throws Error when the script breaks, or builds another network than ours.
 */
export async function startPeer(python: string, network: Network, options: PeerOptions): Promise<Peer | null> {
  const { subject, batch, innerSteps, images, variants, warmUpLimitMs } = options;
  const { architecture, image, classes } = network;
  const job = {
    subject,
    stages: architecture.stages,
    stemStride: architecture.stemStride,
    image: [image.height, image.width, image.channels],
    classes,
    batch,
    innerSteps,
    images,
    attack: subject === 'evaluation' ? evaluationAttack(batch) : { epsilon, stepSize },
    threads: availableParallelism(),
    variants,
  };
  const script = join(packageRoot(), 'bench', 'pytorch_step.py');
  const child = spawn(python, [script, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, to be ended with the compilers that it starts.
    detached: true,
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-2000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the PyTorch process ended: ${complaints.trim() || 'without a word'}`);
    return JSON.parse(value);
  };
  // What went wrong is told by the end of its output.
  child.stdin.on('error', () => undefined);
  try {
    await once(child, 'spawn');
  } catch {
    return null;
  }
  const greeting = (await read()) as Greeting;
  if ('unavailable' in greeting) return null;
  const { version, threads, parameters } = greeting;
  const expected = networkCost(architecture, image, classes).parameters;
  if (parameters !== expected) {
    child.stdin.end();
    throw new Error(`PyTorch's ${architecture.name} has ${parameters} parameters, ours ${expected}`);
  }
  const ask = async (command: string): Promise<number | PeerFailure> => {
    child.stdin.write(`${command}\n`);
    const answer = (await read()) as { readonly ms: number } | PeerFailure;
    return 'failed' in answer ? answer : answer.ms;
  };
  let ended: string | undefined;
  const end = (): void => {
    ended = `not ready in ${warmUpLimitMs! / 1000} s`;
    process.kill(-child.pid!, 'SIGKILL');
  };
  return {
    version,
    threads,
    variants,
    warmUp: async (variant, precision) => {
      if (ended !== undefined) return { failed: ended };
      const timer = warmUpLimitMs === undefined ? undefined : setTimeout(end, warmUpLimitMs);
      try {
        return await ask(`warm ${variant} ${precision}`);
      } catch (error) {
        if (ended === undefined) throw error;
        return { failed: ended };
      } finally {
        clearTimeout(timer);
      }
    },
    run: async (variant, precision) => {
      const answer = await ask(`run ${variant} ${precision}`);
      if (typeof answer === 'number') return answer;
      throw new Error(`PyTorch, ${variant} in ${precision}: ${answer.failed}`);
    },
    stop: () => child.stdin.end(),
  };
}
