/** What finished runs have left in the store, one file each: their agent, their networks, and where these come from. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode, writeFileAtomically } from '../artifacts/atomicWrite';
import type { Accuracy, Report, ReportAgent, ReportSchedule } from '../reports/types';
import type { AgentReference, AgentSettings } from '../schemas/resolved';
import { unknownName } from '../schemas/wording';
import type { AgentSource } from './types';

export interface CatalogNetwork {
  readonly target: string;
  readonly data: string;
  readonly attack: string;
  readonly teacher: string;
  readonly network: string;
  /** SHA-256 of the weights. */
  readonly weights: string;
  readonly parameters: number;
  readonly macs: number;
  readonly clean: Accuracy;
  readonly attacks: Readonly<Record<string, Accuracy>>;
  /** The policy after fine-tuning for the target. */
  readonly policy?: ReportAgent['policy'];
}

export interface CatalogEntry {
  readonly runId: string;
  readonly kind: 'Pipeline' | 'FineTune';
  readonly name: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly schedule?: ReportSchedule;
  /** The agent before fine-tuning on the targets. */
  readonly agent: ReportAgent;
  readonly settings: AgentSettings;
  /** SHA-256 of each data set's files, by name: with the seed, what the test sets are. */
  readonly data: Readonly<Record<string, string>>;
  readonly networks: readonly CatalogNetwork[];
}

/** No run of the catalog has such an agent: exit code 2 of a command, and the end of a run that asks for it. */
export class UnknownAgentError extends Error {
  override readonly name = 'UnknownAgentError';
}

/** What a completed run adds; null for a run that ended early. */
export function catalogEntryOf(report: Report): CatalogEntry | null {
  const { agent, spec, schedule } = report;
  if (report.status !== 'completed' || agent === undefined) return null;
  const { lips, ct, encoder, policy } = spec.search;
  return {
    runId: report.runId,
    kind: spec.kind,
    name: report.name,
    seed: report.seed,
    finishedAt: report.timings.finishedAt,
    ...(schedule === undefined ? {} : { schedule }),
    agent,
    settings: { lips, ct, encoder, policy },
    data: Object.fromEntries(report.data.map(({ name, digest }) => [name, digest])),
    networks: report.final.map((final) => ({
      target: final.target,
      data: final.data,
      attack: final.attack,
      teacher: final.teacher.name,
      network: final.network,
      weights: final.weights,
      parameters: final.parameters,
      macs: final.macs,
      clean: final.clean,
      attacks: final.attacks,
      ...(final.policy === undefined ? {} : { policy: final.policy }),
    })),
  };
}

/** @param store folder of the artifact store */
export async function recordInCatalog(store: string, entry: CatalogEntry): Promise<void> {
  await writeFileAtomically(join(store, 'catalog', `${entry.runId}.json`), Buffer.from(`${JSON.stringify(entry)}\n`));
}

/** Newest first. What cannot be read is left out: the run that wrote it writes it again when it is repeated. */
export async function readCatalog(store: string): Promise<CatalogEntry[]> {
  const folder = join(store, 'catalog');
  const names = (await readdir(folder).catch(missingIsEmpty)).filter((name) => name.endsWith('.json'));
  const entries = await Promise.all(names.map((name) => readEntry(join(folder, name))));
  return entries
    .filter((entry) => entry !== null)
    .sort((a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt) || (a.runId < b.runId ? -1 : 1));
}

function missingIsEmpty(error: unknown): string[] {
  if (errorCode(error) === 'ENOENT') return [];
  throw error;
}

async function readEntry(file: string): Promise<CatalogEntry | null> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as Partial<CatalogEntry> | null;
    const isWhole = entry?.runId !== undefined && entry.agent !== undefined && Array.isArray(entry.networks);
    return isWhole ? (entry as CatalogEntry) : null;
  } catch {
    return null;
  }
}

/**
 * The agent that a spec names, with its settings.
 *
 * @throws UnknownAgentError with the nearest name, or the known ones
 */
export function findAgent(catalog: readonly CatalogEntry[], wanted: AgentReference): AgentSource {
  if ('run' in wanted) {
    const entry =
      catalog.find(({ runId }) => runId === wanted.run) ??
      catalog.find(({ kind, name }) => kind === 'Pipeline' && name === wanted.run);
    if (entry !== undefined) return sourceOf(entry, entry.agent.policy);
    const known = [
      ...new Set(catalog.flatMap(({ runId, kind, name }) => (kind === 'Pipeline' ? [name, runId] : [runId]))),
    ];
    throw new UnknownAgentError(`${unknownName('run', wanted.run, known, 'runs with an agent in the store')}`);
  }
  for (const entry of catalog) {
    if (entry.agent.policy.sha256 === wanted.policy) return sourceOf(entry, entry.agent.policy);
    const tuned = entry.networks.find(({ policy }) => policy?.sha256 === wanted.policy);
    if (tuned?.policy !== undefined) return sourceOf(entry, tuned.policy, tuned.target);
  }
  throw new UnknownAgentError(
    `no run in the store has the policy ${wanted.policy}; "rcnas agents" lists those that are there`,
  );
}

function sourceOf(entry: CatalogEntry, policy: ReportAgent['policy'], target?: string): AgentSource {
  const { runId, agent, settings } = entry;
  const from = { run: runId, policy: policy.sha256, ...(target === undefined ? {} : { target }) };
  return { policy, encoder: agent.encoder, settings, from };
}

/** The newest run of the schedule that was due before this one. */
export function previousOf(catalog: readonly CatalogEntry[], { id, dueAt }: ReportSchedule): CatalogEntry | null {
  const earlier = catalog.filter(
    ({ schedule }) => schedule?.id === id && Date.parse(schedule.dueAt) < Date.parse(dueAt),
  );
  const due = (entry: CatalogEntry) => Date.parse(entry.schedule!.dueAt);
  return earlier.reduce<CatalogEntry | null>(
    (latest, entry) => (latest === null || due(entry) > due(latest) ? entry : latest),
    null,
  );
}
