import { beforeAll, describe, expect, it } from 'vitest';

import type { BenchResult } from '../../bench/bench';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas } from '../support/process';

const small = ['--network', 'WRN-10-1', '--image', '8x8x1', '--batch', '8', '--rounds', '1', '--inner-steps', '2'];
/** No PyTorch: what it has to offer hangs on the machine. */
const alone = ['--python', 'no-such-python'];

beforeAll(buildDist, buildTimeoutMs);

describe('rcnas bench', { timeout: 120_000 }, () => {
  it.each(['training', 'attack', 'evaluation'] as const)('times %s in every mode', async (subject) => {
    const args = ['bench', subject, ...small, '--images', '20', ...alone, '--json'];
    const { exitCode, stdout, stderr } = await rcnas(args);
    expect(exitCode, stderr).toBe(0);
    const { rows, peak, ...rest } = JSON.parse(stdout) as BenchResult;
    expect(rest).toEqual({
      subject,
      image: { height: 8, width: 8, channels: 1 },
      batch: 8,
      innerSteps: 2,
      images: 20,
      rounds: 1,
      pytorch: null,
    });
    expect(rows.map(({ mode, precision }) => [mode, precision])).toEqual([
      ['eager', 'float32'],
      ['tfjs', 'float32'],
      ['compiled', 'float32'],
      ['compiled', 'bfloat16'],
    ]);
    expect(rows[1]!.ratioToTfjs).toBe(1);
    for (const row of rows) {
      expect(row).toMatchObject({ network: 'WRN-10-1', batch: 8, ratioToPytorch: null, peer: null });
      expect(row.minMs).toBe(row.msPerStep);
      expect(row.quartilesMs).toEqual([row.msPerStep, row.msPerStep]);
      expectPositive(row.msPerStep, row.peakShare, row.ratioToTfjs!);
    }
    expectPositive(peak.float32, peak.bfloat16);
  });

  it.each([['--compiled-only'], ['--modes', 'pytorch,compiled']])(
    'prints a table of the modes that %s asks for',
    async (...modes) => {
      const { exitCode, stdout } = await rcnas(['bench', 'attack', ...small, ...alone, ...modes]);
      expect(exitCode).toBe(0);
      const [title, header, ...rows] = stdout.trimEnd().split('\n');
      expect(title).toBe('step of PGD on 8x8x1, medians of 1 rounds');
      expect(header!.split(/ {2,}/)).toEqual([
        'network',
        'mode',
        'precision',
        'batch',
        'ms',
        'quartiles',
        'of peak',
        'to tfjs',
        'to PyTorch',
      ]);
      expect(rows.map((row) => row.split(/ {2,}/).slice(0, 4))).toEqual([
        ['WRN-10-1', 'compiled', 'float32', '8'],
        ['WRN-10-1', 'compiled', 'bfloat16', '8'],
        [expect.stringMatching(/^peak of matrix products: \d+ GFLOP\/s in float32, \d+ GFLOP\/s in bfloat16$/)],
      ]);
    },
  );

  it.each([
    [
      ['bench', 'sleeping'],
      2,
      "error: command-argument value 'sleeping' is invalid for argument 'what'. Allowed choices are training, attack, evaluation.\n",
    ],
    [
      ['bench', 'attack', '--image', '8x8'],
      2,
      "rcnas: image must be <height>x<width>x<channels> such as 32x32x3, got '8x8'\n",
    ],
    [
      ['bench', 'attack', '--modes', 'compiled,fast'],
      2,
      "error: option '--modes <names>' argument 'compiled,fast' is invalid. It must be names of eager, tfjs, compiled, pytorch, separated by commas.\n",
    ],
    [
      ['bench', 'attack', '--modes', 'eager', '--compiled-only'],
      2,
      "error: option '--compiled-only' cannot be used with option '--modes <names>'\n",
    ],
  ])('rejects %j', async (args, code, message) => {
    const { exitCode, stderr } = await rcnas(args);
    expect([exitCode, stderr]).toEqual([code, message]);
  });
});

function expectPositive(...values: number[]): void {
  for (const value of values) {
    expect(Number.isFinite(value)).toBe(true);
    expect(value).toBeGreaterThan(0);
  }
}
