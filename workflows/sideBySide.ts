import { CancellationScope } from '@temporalio/workflow';

/** So many keep any number of slots busy, and the worker holds them all in memory. */
const defaultAtOnce = 128;

/**
 * Runs all at once, at most `atOnce` of them; results in the order given. When one fails the others are cancelled, and its error is thrown
 * when they have ended: nothing goes on behind a failed run.
 */
export async function sideBySide<T>(
  parts: readonly (() => Promise<T>)[],
  atOnce: number = defaultAtOnce,
): Promise<T[]> {
  let failure: { readonly error: unknown } | undefined;
  const scope = new CancellationScope();
  const results: T[] = [];
  let next = 0;
  const takeOver = async (): Promise<void> => {
    while (next < parts.length && failure === undefined) {
      const index = next++;
      try {
        results[index] = await parts[index]!();
      } catch (error) {
        failure ??= { error };
        scope.cancel();
      }
    }
  };
  await scope.run(() => Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, takeOver)));
  if (failure !== undefined) throw failure.error;
  return results;
}
