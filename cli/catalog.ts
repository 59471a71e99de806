/** What is in the store, where it comes from, and what of it is kept. */
import { readCatalog, UnknownAgentError, type CatalogEntry } from '../activities/catalog';
import { addPin, readPins, removePin, type Pin } from '../artifacts/pins';
import { formatAccuracy, formatCount } from '../reports/format';
import { alignColumns } from '../reports/terminal';
import { unknownName } from '../schemas/wording';
import { storeFolder } from '../worker/storeFolder';
import { exitCodes } from './exitCodes';
import type { GlobalOptions } from './options';

interface ListedAgent {
  readonly policy: string;
  readonly encoder: string;
  readonly run: string;
  /** The target that it was fine-tuned for; null: before fine-tuning. */
  readonly target: string | null;
  /** The run that it comes from, when this one began with it. */
  readonly from: string | null;
  readonly seed: number;
  readonly finishedAt: string;
  readonly pinned: boolean;
}

/** Each agent under the run that trained it; one that a later run began with is not listed again. */
export async function agentsCommand(options: GlobalOptions): Promise<number> {
  const [catalog, isPinned] = await Promise.all([readCatalog(storeFolder(options.stateDir)), pinnedTest(options)]);
  const agents = catalog.flatMap((entry): ListedAgent[] => {
    const { runId: run, agent, seed, finishedAt } = entry;
    const origin = { run, encoder: agent.encoder.sha256, seed, finishedAt };
    const base = { ...origin, policy: agent.policy.sha256, target: null, from: null };
    const tuned = entry.networks.flatMap(({ policy, target }) =>
      policy === undefined ? [] : [{ ...origin, policy: policy.sha256, target, from: agent.from?.run ?? run }],
    );
    const listed = agent.from === undefined ? [base, ...tuned] : tuned;
    return listed.map((listedAgent) => ({ ...listedAgent, pinned: isPinned(run, listedAgent.policy) }));
  });
  const rows = agents.map(({ policy, run, target, from, finishedAt, pinned }) => [
    policy.slice(0, 12),
    run,
    target === null ? 'meta-trained' : `fine-tuned for ${target}${from === run ? '' : ` from ${from}`}`,
    finishedAt.slice(0, 16),
    pinned ? 'pinned' : '',
  ]);
  return show(options, { agents }, rows, 'agent');
}

export async function networksCommand(options: GlobalOptions): Promise<number> {
  const [catalog, isPinned] = await Promise.all([readCatalog(storeFolder(options.stateDir)), pinnedTest(options)]);
  const networks = catalog.flatMap(({ runId: run, kind, schedule, agent, finishedAt, networks: found }) =>
    found.map(({ policy, ...network }) => ({
      ...network,
      run,
      kind,
      schedule: schedule ?? null,
      agent: { run: agent.from?.run ?? run, policy: policy?.sha256 ?? agent.policy.sha256 },
      finishedAt,
      pinned: isPinned(run, network.weights),
    })),
  );
  const rows = networks.map(({ weights, run, network, target, attack, attacks, clean, macs, pinned }) => [
    weights.slice(0, 12),
    run,
    target,
    network,
    `${formatCount(macs)} MACs`,
    attacks[attack] === undefined ? `clean ${formatAccuracy(clean)}` : `${attack} ${formatAccuracy(attacks[attack])}`,
    pinned ? 'pinned' : '',
  ]);
  return show(options, { networks }, rows, 'network');
}

function show(options: GlobalOptions, document: object, rows: readonly string[][], noun: string): number {
  if (options.json === true) process.stdout.write(`${JSON.stringify(document)}\n`);
  else if (rows.length === 0) process.stderr.write(`there is no ${noun} in ${options.stateDir} yet\n`);
  else process.stdout.write(`${alignColumns(rows).join('\n')}\n`);
  return exitCodes.ok;
}

async function pinnedTest({ stateDir }: GlobalOptions): Promise<(run: string, sha256: string) => boolean> {
  const pins = await readPins(stateDir);
  return (run, sha256) => pins.some(({ name, artifacts }) => name === run || artifacts.includes(sha256));
}

export async function pinCommand(name: string | undefined, options: GlobalOptions): Promise<number> {
  if (name === undefined) {
    const pins = await readPins(options.stateDir);
    const rows = pins.map((pin) => [
      pin.name,
      pin.kind,
      `${pin.artifacts.length} artifacts`,
      pin.pinnedAt.slice(0, 16),
    ]);
    return show(options, { pins }, rows, 'pin');
  }
  const pin = pinOf(name, await readCatalog(storeFolder(options.stateDir)));
  await addPin(options.stateDir, pin);
  if (options.json === true) process.stdout.write(`${JSON.stringify(pin)}\n`);
  else process.stdout.write(`pinned ${pin.name}: ${pin.artifacts.length} artifacts are kept\n`);
  return exitCodes.ok;
}

/** @throws UnknownAgentError when nothing in the catalog has this name */
function pinOf(name: string, catalog: readonly CatalogEntry[]): Pin {
  const pinnedAt = new Date().toISOString();
  const run = catalog.find(({ runId }) => runId === name);
  if (run !== undefined) return { name, kind: 'run', pinnedAt, artifacts: [...new Set(artifactsOf(run))] };
  if (/^[0-9a-f]{64}$/.test(name)) {
    const owner = catalog.find((entry) => artifactsOf(entry).includes(name));
    if (owner === undefined) throw new UnknownAgentError(`no run in the store has left the artifact ${name}`);
    // A policy is of no use without the encoder of its states.
    const isWeights = owner.networks.some(({ weights }) => weights === name);
    return {
      name,
      kind: 'artifact',
      pinnedAt,
      artifacts: isWeights ? [name] : [...new Set([name, owner.agent.encoder.sha256])],
    };
  }
  const known = catalog.map(({ runId }) => runId);
  throw new UnknownAgentError(unknownName('run', name, known, 'runs that have left something'));
}

function artifactsOf({ agent, networks }: CatalogEntry): string[] {
  return [
    agent.policy.sha256,
    agent.encoder.sha256,
    ...networks.flatMap(({ weights, policy }) => [weights, ...(policy === undefined ? [] : [policy.sha256])]),
  ];
}

export async function unpinCommand(name: string, options: GlobalOptions): Promise<number> {
  if (!(await removePin(options.stateDir, name))) {
    const known = (await readPins(options.stateDir)).map((pin) => pin.name);
    throw new UnknownAgentError(unknownName('pin', name, known, 'pins'));
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ name, pinned: false })}\n`);
  else process.stdout.write(`unpinned ${name}\n`);
  return exitCodes.ok;
}
