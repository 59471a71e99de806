/** What trainers and TensorFlow print, turned into log lines. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Lines that libtensorflow and tfjs-node print at every start and that tell nothing about the run. */
const noise = [
  /^\s*$/,
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IW] /,
  /^[IW]\d{4} \d\d:\d\d:[\d.]+ +\d+ \S+:\d+\] /,
  /^WARNING: All log messages before absl::InitializeLog/,
  /^To enable the following instructions: /,
  /^(=+|Hi,? (there|looks like).*|.*looks like you are running TensorFlow\.js in Node\.js.*)$/,
];

export function isNoise(line: string): boolean {
  return noise.some((pattern) => pattern.test(line));
}

/** Calls `onLine` for each line of the stream that is not noise. */
export function forwardLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    if (!isNoise(line)) onLine(line);
  });
}
