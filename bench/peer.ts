/** The same step in PyTorch, in a process of its own that runs one step when asked. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Network } from '../architectures/types';
import type { Precision } from '../tensor/types';
import { packageRoot } from '../worker/packagePaths';
import type { BenchSubject, StepOptions } from './step';

export interface Peer {
  /** Milliseconds of one step. */
  step(precision: Precision): Promise<number>;
  stop(): void;
}

/** Resolves with null where `python` has no PyTorch, or the network has robust blocks, which the peer's script lacks. */
export async function startPeer(
  python: string,
  { architecture, image }: Network,
  { subject, batch, innerSteps }: { readonly subject: BenchSubject } & Pick<StepOptions, 'batch' | 'innerSteps'>,
): Promise<Peer | null> {
  if (architecture.stages.some(({ robust }) => robust) || architecture.stemStride !== 1) return null;
  const job = {
    subject,
    stages: architecture.stages.map(({ depth, width, stride }) => [depth, width, stride]),
    image: [image.height, image.width, image.channels],
    batch,
    innerSteps,
  };
  const script = join(packageRoot(), 'bench', 'pytorch_step.py');
  const child = spawn(python, [script, JSON.stringify(job)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const failed = once(child, 'error').then(() => ({ done: true as const, value: undefined }));
  const first = await Promise.race([lines.next(), failed]);
  if (first.done === true) return null;
  return {
    step: async (precision) => {
      child.stdin.write(`${precision}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the PyTorch process ended in the middle of a measurement');
      return Number(value);
    },
    stop: () => child.stdin.end(),
  };
}
