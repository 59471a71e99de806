/**
 * Keeps histories small: what a workflow hands to the server may be 32 KiB each. Something larger fails the workflow
 * with a sentence that names it, where the server would take it and, at its own limits, make the workflow task fail
 * for ever.
 */
import { ApplicationFailure } from '@temporalio/workflow';

export const largestPayloadBytes = 32 * 1024;

/** @throws a failure that ends the workflow */
export function checkPayload(what: string, values: readonly unknown[], limitBytes = largestPayloadBytes): void {
  for (const value of values) {
    const bytes = encodedBytes(value);
    if (bytes <= limitBytes) continue;
    throw ApplicationFailure.nonRetryable(
      `${what} takes ${bytes} bytes, but a payload may take ${limitBytes}: large data travel as artifacts`,
      'PayloadTooLargeError',
    );
  }
}

/** Bytes of a value as JSON in UTF-8, which is how it travels. */
export function encodedBytes(value: unknown): number {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return 0;
  // The sandbox of a workflow is no place to make a buffer of it.
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
