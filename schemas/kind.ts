/** What the two kinds of spec differ in: a fine-tuning names its agent and leaves alone what comes with it. */
import type { Finding } from './errors';
import { append, isRecord } from './pointers';
import { anyOf, quote } from './wording';

/** Sections of `search` that an agent brings along, and those of meta-training, which a fine-tuning has none of. */
const settledByAgent: Readonly<Record<string, string>> = {
  lips: 'comes with the agent',
  ct: 'comes with the agent',
  encoder: 'comes with the agent',
  policy: 'comes with the agent',
  meta: 'is of meta-training, which a fine-tuning has none of',
  buffers: 'is of meta-training, which a fine-tuning has none of',
};

export function checkKind(document: unknown): Finding[] {
  if (!isRecord(document)) return [];
  const { agent, kind, search } = document;
  if (kind !== 'FineTune') {
    if (kind !== 'Pipeline' || agent === undefined) return [];
    return [{ pointer: '/agent', at: 'key', message: 'agent needs kind: FineTune; a pipeline trains its own' }];
  }
  return [...checkAgent(agent), ...checkSearch(search)];
}

function checkAgent(agent: unknown): Finding[] {
  if (agent === undefined) {
    return [
      { pointer: '', at: 'key', message: 'missing key "agent": kind: FineTune needs the run or policy to start from' },
    ];
  }
  if (!isRecord(agent)) return [];
  const given = ['run', 'policy'].filter((key) => Object.hasOwn(agent, key));
  if (given.length === 1) return [];
  const found = given.length === 0 ? 'neither' : 'both';
  return [{ pointer: '/agent', message: `agent must have one of ${anyOf(['run', 'policy'])}, found ${found}` }];
}

function checkSearch(search: unknown): Finding[] {
  if (!isRecord(search)) return [];
  return Object.entries(settledByAgent)
    .filter(([key]) => Object.hasOwn(search, key))
    .map(([key, why]) => ({
      pointer: append('/search', key),
      at: 'key',
      message: `${quote(key)} ${why}; leave it out`,
    }));
}
