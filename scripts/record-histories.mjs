/**
 * Records the histories of a run's workflows for the replay tests:
 *   node scripts/record-histories.mjs RUN_ID ADDRESS
 * One history per workflow type, the first of each, goes to tests/workflows/histories/.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { root } from './locate.mjs';

const [runId, address] = process.argv.slice(2);
if (address === undefined) throw new Error('usage: node scripts/record-histories.mjs RUN_ID ADDRESS');

const folder = join(root, 'tests', 'workflows', 'histories');
mkdirSync(folder, { recursive: true });
const connection = await Connection.connect({ address });
const client = new Client({ connection });
const recorded = new Set();
const workflows = [];
for await (const workflow of client.workflow.list({ query: `RcnasRun = '${runId}'` })) workflows.push(workflow);
workflows.sort((a, b) => a.startTime - b.startTime);
for (const { workflowId, runId: execution, type } of workflows) {
  if (recorded.has(type)) continue;
  recorded.add(type);
  const history = await client.workflow.getHandle(workflowId, execution).fetchHistory();
  const file = join(folder, `${type}-${runId}.json`);
  writeFileSync(file, `{"workflowId":${JSON.stringify(workflowId)},"history":${historyToJSON(history)}}\n`);
  console.log(`${type}: ${history.events.length} events of ${workflowId}`);
}
await connection.close();
