import { WorkflowUpdateFailedError } from '@temporalio/client';

import { nearestName } from '../schemas/nearest';
import { parseQuantity, withUnit } from '../schemas/quantities';
import { changeUpdate } from '../workflows/names';
import type { PipelineInput, RunChange } from '../workflows/types';
import { connect } from './connection';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';
import { recordedInput } from './recordedInput';
import { describeRun, findRun } from './runs';
import { changeSpec, parseSettings, SettingError, type Setting } from './settings';

/** An update is answered by the run itself, so it needs a worker. */
const updateTimeoutMs = 15_000;

/** Changes budgets and priority of a running run. */
export async function setCommand(runId: string, settings: readonly string[], options: GlobalOptions): Promise<number> {
  const parsed = parseSettings(settings);
  const change = readChange(parsed);
  const server = await connect(options);
  try {
    const handle = await findRun(server.client, runId);
    const { status } = await describeRun(server.client, runId);
    if (status.name !== 'RUNNING') {
      process.stderr.write(`${runId} is not running: ${status.name.toLowerCase()}\n`);
      return exitCodes.runFailed;
    }
    checkBudgets(await recordedInput<PipelineInput>(server.client, runId), change);
    const { client } = server;
    await client.withDeadline(Date.now() + updateTimeoutMs, () =>
      handle.executeUpdate(changeUpdate, { args: [change] }),
    );
    if (options.json === true) process.stdout.write(`${JSON.stringify({ runId, ...change })}\n`);
    else process.stderr.write(`${runId}: ${parsed.map(({ path, value }) => `${path} = ${value}`).join(', ')}\n`);
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw new SettingError(error.cause!.message, { cause: error });
    if (!isDeadline(error)) throw error;
    process.stderr.write(
      `rcnas: no worker answers for ${runId}, and a change needs one; start it with "rcnas worker"\n`,
    );
    return exitCodes.runFailed;
  } finally {
    await server.close();
  }
}

function readChange(settings: readonly Setting[]): RunChange {
  const budgetsMacs: Record<string, number> = {};
  let priority: number | null = null;
  for (const { path, value } of settings) {
    if (path.startsWith('budget.')) {
      const macs = parseQuantity('count', value.trim());
      if (macs === null) throw new SettingError(`${path}: '${value}' is not a count such as 1.5M`);
      budgetsMacs[path.slice('budget.'.length)] = macs;
    } else if (path === 'priority') {
      priority = Number(value);
    } else {
      const hint = nearestName(path, ['priority', 'budget']);
      throw new SettingError(
        `${path} cannot be changed while a run goes on, only budget.<teacher> and priority can` +
          (hint === null ? '' : ` (did you mean ${hint}?)`) +
          '; "rcnas fork" starts a variant with other settings',
      );
    }
  }
  return { budgetsMacs, priority };
}

/** A budget must bind and be reachable, as in a spec. Names are the run's to check. */
function checkBudgets({ spec, specText }: PipelineInput, { budgetsMacs }: RunChange): void {
  const changes = Object.entries(budgetsMacs).flatMap(([name, macs]) => {
    const index = spec.teachers.findIndex((teacher) => teacher.name === name);
    return index < 0 ? [] : [{ path: `teachers.${index}.budget`, value: withUnit(macs) }];
  });
  changeSpec(specText, changes, 'spec.yaml');
}

function isDeadline(error: unknown): boolean {
  const errors = [error, (error as { cause?: unknown }).cause];
  return errors.some((each) => typeof each === 'object' && each !== null && 'code' in each && each.code === 4);
}
