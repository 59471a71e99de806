/** One attack on several trainers: each takes a part of the images. */
import type { JobParams, JobResult } from '../activities/jobs/types';
import type { ResolvedAttack } from '../schemas/resolved';
import { isInParts, mergeEvaluations, rangesOf } from '../workflows/testAttack';

type Params = JobParams<'evaluateNetwork'>;
type Result = JobResult<'evaluateNetwork'>;

/** Smaller parts would leave a trainer's batches half empty. */
const fewestImagesPerPart = 64;

/** One part per trainer, as long as the parts are not too small, and a single one of attacks that look at the whole set. */
export function partsForTrainers(attack: ResolvedAttack, total: number, trainers: number): number {
  return isInParts(attack) ? Math.max(1, Math.min(trainers, Math.floor(total / fewestImagesPerPart))) : 1;
}

/**
 * Evaluates the first `total` images in `parts` jobs side by side. No point's result depends on another, so the number of
 * parts does not show in the result; only threads and processor do.
 *
 * @param params Of the evaluation; its range is not read. The first part has the audit, which looks at the first images.
 * @param evaluate Does the job of one part; `onProgress` is told of all parts together.
 */
export async function attackInParts(
  params: Omit<Params, 'range'> & { readonly attack: ResolvedAttack },
  { total, parts }: { readonly total: number; readonly parts: number },
  evaluate: (part: Params, onProgress: (fraction: number, message: string) => void) => Promise<Result>,
  onProgress: (fraction: number, message: string) => void,
): Promise<Omit<Result, 'adversarial'>> {
  const ranges = rangesOf(params.attack, total, Math.ceil(total / parts));
  const reached = ranges.map(() => ({ fraction: 0, message: 'waiting' }));
  const tell = (): void => {
    const mean = reached.reduce((sum, { fraction }) => sum + fraction, 0) / reached.length;
    const messages = reached.map(({ message }, i) => (ranges.length === 1 ? message : `part ${i + 1}: ${message}`));
    onProgress(mean, messages.join('; '));
  };
  const results = await Promise.all(
    ranges.map(async (range, i) => {
      const part = { ...params, range, audit: params.audit === true && i === 0 };
      return await evaluate(part, (fraction, message) => {
        reached[i] = { fraction, message };
        tell();
      });
    }),
  );
  return results.length === 1 ? results[0]! : mergeEvaluations(results);
}
