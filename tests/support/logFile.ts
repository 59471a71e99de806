/** Log files of programs that a test has started. */
import { readFileSync } from 'node:fs';

/** Waits until `count` lines of the file match. @throws after `limitMs`, with the text. */
export async function waitForLines(
  file: string,
  pattern: RegExp,
  { count = 1, limitMs = 180_000 }: { readonly count?: number; readonly limitMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const text = readText(file);
    const found = text.split('\n').filter((line) => pattern.test(line)).length;
    if (found >= count) return;
    if (Date.now() > deadline) throw new Error(`${found} of ${count} lines match ${pattern} in:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Empty while there is no file. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
