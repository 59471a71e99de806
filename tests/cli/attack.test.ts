import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildNetwork } from '../../architectures/network';
import { parseArchitecture } from '../../architectures/parse';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { encodeSafetensors } from '../../artifacts/safetensors';
import type { AttackOutcome } from '../../cli/attack';
import { waitUntil } from '../../worker/processes';
import { sampleReport } from '../reports/fixtures/sample-report';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, startRcnas } from '../support/process';

const image = { height: 8, width: 8, channels: 1 };

let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-attack-'));
  file = join(folder, 'weights.safetensors');
  writeFileSync(file, weightsOf('WRN-10-1'));
  await buildDist();
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function weightsOf(architecture: string): Buffer {
  return encodeSafetensors(buildNetwork(parseArchitecture(architecture), image, 10).initialize(3));
}

function attackArguments(state: string, ...args: string[]): string[] {
  return ['--state-dir', join(folder, state), '--runs-dir', join(folder, 'runs'), 'attack', ...args];
}

/** Of the weights in the file, which are those of an untrained network. */
const untrained = (): string[] => ['--network', file, '--architecture', 'WRN-10-1', '--data', 'digits'];

describe('rcnas attack', () => {
  it('prints one document: accuracies with intervals and the audit', async () => {
    const args = [...untrained(), '--attack', 'pgd', '--epsilon', '4/255', '--images', '48', '--param', 'steps=3', '--json']; // prettier-ignore
    const { exitCode, stdout, stderr } = await rcnas(attackArguments('first', ...args));
    expect(stderr).toMatch(/48 of 48 images without attack/);
    expect(exitCode).toBe(0);
    const outcome = JSON.parse(stdout) as AttackOutcome;
    expect(outcome).toMatchObject({ attack: 'pgd', norm: 'linf', epsilon: 4 / 255, seed: 0, data: 'digits' });
    expect(outcome.parameters).toMatchObject({ steps: 3, stepSize: 4 / 255 / 10, restarts: 1 });
    const { clean, robust } = outcome;
    expect([clean.n, robust.n]).toEqual([48, 48]);
    expect(robust.value).toBeLessThanOrEqual(clean.value);
    expect(robust.low).toBeLessThanOrEqual(robust.value);
    expect(robust.high).toBeGreaterThan(robust.value);
    expect(Array.isArray(outcome.audit)).toBe(true);

    const again = await rcnas(attackArguments('first', ...args));
    expect(JSON.parse(again.stdout)).toEqual(outcome);
    // Found, not computed.
    expect(again.stderr).toBe('');
  }, 120_000);

  it('goes on after Ctrl+C where it was, to the same numbers', async () => {
    const args = [...untrained(), '--attack', 'pgd', '--epsilon', '1/255', '--images', '64', '--batch-size', '16', '--param', 'steps=2500', '--json']; // prettier-ignore
    const running = startRcnas(attackArguments('interrupted', ...args));
    const states = (): string[] => {
      const work = join(folder, 'interrupted', 'store', 'work');
      return readdirSync(work, { recursive: true }).map(String).filter((name) => name.endsWith('attack.state')); // prettier-ignore
    };
    const hasStarted = (): boolean => {
      try {
        return states().length > 0;
      } catch {
        return false;
      }
    };
    // Once the attack is under way it saves its state when it is asked to end.
    await waitUntil(() => hasStarted() || / settled/.test(running.output()), 60_000);
    running.child.kill('SIGINT');
    const { exitCode, stderr, stdout } = await running.finished;
    expect(stderr).toContain('what the attack has found is saved; the same command goes on from there');
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(states()).toHaveLength(1);

    const resumed = await rcnas(attackArguments('interrupted', ...args));
    expect(resumed.exitCode).toBe(0);
    const undisturbed = await rcnas(attackArguments('undisturbed', ...args));
    expect(JSON.parse(resumed.stdout)).toEqual(JSON.parse(undisturbed.stdout));
  }, 240_000);

  it('finds the network of a run, and by the hash of its weights', async () => {
    const report = sampleReport({ targets: ['first', 'second'] });
    const runs = join(folder, 'runs', 'sample');
    mkdirSync(runs, { recursive: true });
    const store = new LocalArtifactStore(join(folder, 'run', 'store'));
    const final = await Promise.all(
      report.final.map(async (entry) => ({
        ...entry,
        weights: (await store.put(weightsOf(entry.network), 'weights')).sha256,
      })),
    );
    writeFileSync(join(runs, 'report.json'), JSON.stringify({ ...report, final }));
    const common = ['--attack', 'fgsm', '--images', '32'];
    const ofRun = await rcnas(attackArguments('run', '--network', 'sample', '--target', 'second', ...common));
    expect(ofRun.exitCode).toBe(0);
    const [first, clean, fgsm, images] = ofRun.stdout.split('\n');
    expect(first).toContain(`fgsm against ${final[1]!.network} of ${report.runId}: L-infinity radius 0.03137, seed 7`);
    expect(clean).toMatch(/^ {2}clean {2}\d+\.\d % \(\d+\.\d–\d+\.\d\)$/);
    expect(fgsm).toMatch(/^ {2}fgsm {3}\d+\.\d % \(\d+\.\d–\d+\.\d\)/);
    expect(images).toMatch(/^ {2}32 test images of digits, 95 % intervals$/);

    const byHash = await rcnas(attackArguments('run', '--network', final[1]!.weights, ...common));
    expect(byHash.stdout).toBe(ofRun.stdout);
    const unnamed = await rcnas(attackArguments('run', '--network', 'sample', ...common));
    expect([unnamed.exitCode, unnamed.stderr]).toEqual([
      2,
      `rcnas: run ${report.runId} has several targets; give --target: first, second\n`,
    ]);
  }, 120_000);

  it.each([
    [['--attack', 'pdg'], "rcnas: unknown attack 'pdg'; did you mean 'pgd'?"],
    [['--attack', 'pgd', '--param', 'stepsize=1'], "rcnas: attack 'pgd' has no parameter 'stepsize'; did you mean 'stepSize'?"],
    [['--attack', 'pgd', '--param', 'steps'], "rcnas: --param must be key=value such as steps=100, got 'steps'"],
    [['--attack', 'pgd', '--param', 'epsilon=1'], 'rcnas: --param epsilon: give it as --epsilon'],
    [['--attack', 'pgd', '--epsilon', '8'], "rcnas: attack 'pgd': epsilon must be a number in (0, 1], such as 8/255, got 8"],
    [['--attack', 'pgd', '--epsilon', 'far'], "rcnas: --epsilon must be a number, or a fraction such as 8/255, got 'far'"],
    [['--attack', 'pgd', '--norm', 'l2'], 'rcnas: norm l2 needs --epsilon: the default is a radius of L-infinity'],
    [['--attack', 'pgd', '--data', 'digit'], 'rcnas: unknown data set "digit"; did you mean "digits"? (allowed: digits, fashion-mnist)'],
    [['--attack', 'pgd', '--network', 'nothing'], 'rcnas: no report of a run "nothing" in'],
    [['--attack', 'pgd', '--network', '0'.repeat(64)], `rcnas: the store has no weights ${'0'.repeat(64)}`],
    [['--attack', 'pgd', '--architecture', 'WRN'], "rcnas: unknown architecture 'WRN'"],
    [[], "error: required option '--attack <name>' not specified"],
  ])('refuses wrong usage with exit code 2: %j', async (args, message) => {
    const { exitCode, stdout, stderr } = await rcnas(attackArguments('usage', ...untrained(), ...args));
    expect(stderr.slice(0, message.length)).toBe(message);
    expect([exitCode, stdout]).toEqual([2, '']);
  }); // prettier-ignore

  it('says what is missing for weights that no run ended with', async () => {
    const { exitCode, stderr } = await rcnas(attackArguments('usage', '--network', file, '--attack', 'pgd'));
    expect([exitCode, stderr]).toEqual([
      2,
      `rcnas: no run in ${join(folder, 'runs')} ended with these weights: give --architecture\n`,
    ]);
  });
});
