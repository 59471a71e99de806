import { CancellationScope } from '@temporalio/workflow';

/**
 * Runs all at once; results in the order given. When one fails the others are cancelled, and its error is thrown
 * when they have ended: nothing goes on behind a failed run.
 */
export async function sideBySide<T>(parts: readonly (() => Promise<T>)[]): Promise<T[]> {
  let failure: { readonly error: unknown } | undefined;
  const scope = new CancellationScope();
  const settled = await scope.run(() =>
    Promise.allSettled(
      parts.map(async (part) => {
        try {
          return await part();
        } catch (error) {
          failure ??= { error };
          scope.cancel();
          throw error;
        }
      }),
    ),
  );
  if (failure !== undefined) throw failure.error;
  return settled.map((result) => (result as PromiseFulfilledResult<T>).value);
}
