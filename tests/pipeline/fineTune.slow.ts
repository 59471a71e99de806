import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../reports/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, type Finished } from '../support/process';
import { smallSpec } from './specs';

let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), 'rcnas-fine-tune-'));
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(name: string, text: string): Promise<Finished> {
  const spec = join(folder, `${name}.yaml`);
  writeFileSync(spec, text);
  return await cli('run', spec);
}

const cli = (...args: string[]) =>
  rcnas(['--state-dir', join(folder, 'state'), '--runs-dir', join(folder, 'runs'), ...args]);

const report = () => JSON.parse(readFileSync(join(folder, 'runs', 'latest', 'report.json'), 'utf8')) as Report;

/** The small search as a fine-tuning for two targets. */
function fineTuning(agent: string): string {
  return smallSpec('night', { search: '' })
    .replace('kind: Pipeline', 'kind: FineTune')
    .replace('seed: 3', `seed: 3\nagent: ${agent}`)
    .replace(/^ {2}(encoder|policy|meta): .*\n/gm, '')
    .replace('evaluate:', '  - { data: digits, attack: fgsm, teacher: WRN-10-1 }\nevaluate:');
}

describe('rcnas run with kind: FineTune', () => {
  it('starts from the agent of an earlier run, for two targets, and trains no teacher again', async () => {
    const first = await run('small', smallSpec('small', { meta: '1' }));
    expect(first.exitCode).toBe(0);
    const searched = report();

    const finished = await run('night', fineTuning('{ run: small }'));
    expect(finished.stderr).toContain('finished');
    expect(finished.exitCode).toBe(0);
    const night = report();
    expect(night.agent).toEqual({
      ...searched.agent,
      from: { run: searched.runId, policy: searched.agent!.policy.sha256 },
    });
    expect(night.encoder).toBeNull();
    expect(night.spec.search.encoder).toEqual(searched.spec.search.encoder);
    expect(night.children.map(({ phase, target }) => [phase, target])).toEqual([
      ['fine-tune', 'digits-pgd-WRN-10-2'],
      ['fine-tune', 'digits-fgsm-WRN-10-1'],
    ]);
    expect(night.final.map(({ target }) => target)).toEqual(['digits-pgd-WRN-10-2', 'digits-fgsm-WRN-10-1']);
    const log = readFileSync(join(folder, 'state', 'worker.log'), 'utf8');
    expect(log).toContain('reused: train teacher WRN-10-2 on digits');
    expect(log.match(/started: train teacher WRN-10-2 on digits/g)).toHaveLength(1);

    const policy = night.final[0]!.policy!.sha256;
    const again = await run('again', fineTuning(`{ policy: ${policy} }`));
    expect(again.exitCode).toBe(0);
    expect(report().agent!.from).toEqual({ run: night.runId, policy, target: 'digits-pgd-WRN-10-2' });

    const agents = JSON.parse((await cli('agents', '--json')).stdout) as { agents: { policy: string; run: string }[] };
    // The run before fine-tuned the same agent for the same target, so it may have ended with the same bits.
    expect(agents.agents.filter(({ policy: listed }) => listed === policy).map(({ run: by }) => by)).toContain(
      night.runId,
    );
    const pinned = await cli('pin', night.runId);
    expect(pinned.stdout).toMatch(/^pinned night-[0-9a-f]{8}: \d+ artifacts are kept\n$/);
  }, 1_800_000);

  it('fails at once, with the nearest name, when there is no such agent', async () => {
    const finished = await run('unknown', fineTuning('{ run: smal }'));
    expect(finished.exitCode).toBe(1);
    expect(finished.stderr).toContain('agent: unknown run "smal"; did you mean "small"?');
  }, 600_000);
});
