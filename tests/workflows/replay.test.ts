import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';

const histories = join(__dirname, 'histories');

let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', 'workflows', 'index.ts'),
    workflowInterceptorModules: [join(__dirname, '..', '..', 'workflows', 'interceptors.ts')],
    logger: new DefaultLogger('ERROR'),
  });
}, 120_000);

/** Histories of runs that users may have in progress: today's code must make the same decisions. */
describe('replay of recorded histories', () => {
  const names = readdirSync(histories).filter((name) => name.endsWith('.json'));

  it('covers every workflow', () => {
    const types = new Set(names.map((name) => name.split('-')[0]));
    expect([...types].sort()).toEqual([
      'episode',
      'evaluation',
      'fineTune',
      'metaIteration',
      'metaTraining',
      'pipeline',
      'scheduledRun',
    ]);
  });

  it.each(names)('%s replays without a different decision', async (name) => {
    const { workflowId, history } = parse(readFileSync(join(histories, name), 'utf8'));
    await Worker.runReplayHistory({ workflowBundle }, history, workflowId);
  });

  it('finds a history that the code would not have made', async () => {
    const text = readFileSync(
      join(
        histories,
        names.find((name) => name.startsWith('fineTune-recorded'))!,
      ),
      'utf8',
    );
    const { workflowId, history } = parse(text.replaceAll('"recordIteration"', '"forgetIteration"'));
    await expect(Worker.runReplayHistory({ workflowBundle }, history, workflowId)).rejects.toThrow(/TMPRL1100/);
  });
});

/** A history as `scripts/record-histories.mjs` writes it; ids of child workflows derive from the workflow's own. */
function parse(text: string): { workflowId: string; history: unknown } {
  return JSON.parse(text) as { workflowId: string; history: unknown };
}
