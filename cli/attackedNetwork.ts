/** What `rcnas attack` attacks: the network that a run ended with, or weights from the store or a file. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { DataRef, NetworkRef } from '../activities/jobs/types';
import { parseArchitecture } from '../architectures/parse';
import type { BlobArtifactStore } from '../artifacts/store';
import type { ArtifactRef } from '../artifacts/types';
import { datasetInfo, datasetNames } from '../datasets/info';
import { datasetDigest } from '../datasets/load';
import type { DatasetConfig } from '../datasets/types';
import { nearestName } from '../schemas/nearest';
import { deriveSeed } from '../tensor/random';
import type { Report, ReportFinal } from '../reports/types';
import { UnknownNetworkError } from './errors';
import { findReport, parseReport, reportedRuns } from './report';

export interface NetworkOptions {
  readonly runsDir: string;
  /** Run, SHA-256 of weights, or file. */
  readonly network: string;
  readonly target?: string;
  readonly architecture?: string;
  readonly data?: string;
  readonly seed?: number;
}

export interface AttackedNetwork {
  readonly network: NetworkRef;
  readonly data: DataRef;
  readonly seed: number;
  /** For people, such as `WRN-10-1 of quickstart-1a2b3c4d`. */
  readonly title: string;
  readonly testCount: number;
}

/** @throws UnknownNetworkError, UnknownRunError, InvalidArchitectureError, DatasetError */
export async function findNetwork(store: BlobArtifactStore, options: NetworkOptions): Promise<AttackedNetwork> {
  const { network, runsDir } = options;
  const isWeights = /^[0-9a-f]{64}$/.test(network);
  const file = isWeights ? null : await weightsFile(network);
  if (file !== null) return await ofWeights(await store.put(file, 'weights'), options, network);
  if (isWeights) {
    for (const run of await reportedRuns(runsDir)) {
      const report = await reportOf(run, runsDir);
      const final = report.final.find(({ weights }) => weights === network);
      if (final !== undefined) return await ofRun(store, report, final, options);
    }
    return await ofWeights(await stored(store, network), options, network.slice(0, 8));
  }
  const report = await reportOf(network === 'latest' ? undefined : network, runsDir);
  return await ofRun(store, report, chosenFinal(report, options.target), options);
}

async function reportOf(run: string | undefined, runsDir: string): Promise<Report> {
  const file = await findReport(run, runsDir);
  return parseReport(await readFile(file, 'utf8'), file);
}

/** Null when the name leads to no file, or to that of a report. */
async function weightsFile(name: string): Promise<Buffer | null> {
  const path = resolve(name);
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true && !path.endsWith('.json') ? await readFile(path) : null;
}

async function stored(store: BlobArtifactStore, sha256: string): Promise<ArtifactRef> {
  const found = await store.find(sha256, 'weights');
  if (found === null) throw new UnknownNetworkError(`the store has no weights ${sha256}`);
  return found;
}

function chosenFinal({ runId, final }: Report, target: string | undefined): ReportFinal {
  const targets = final.map((each) => each.target).join(', ');
  if (final.length === 0) throw new UnknownNetworkError(`run ${runId} ended before a final network was trained`);
  if (target === undefined) {
    if (final.length > 1) throw new UnknownNetworkError(`run ${runId} has several targets; give --target: ${targets}`);
    return final[0]!;
  }
  const found = final.find((each) => each.target === target);
  if (found !== undefined) return found;
  throw new UnknownNetworkError(`run ${runId} has no target "${target}"; its targets: ${targets}`);
}

async function ofRun(
  store: BlobArtifactStore,
  { runId, spec }: Report,
  final: ReportFinal,
  options: NetworkOptions,
): Promise<AttackedNetwork> {
  const own = spec.data[final.data]!;
  if (options.data !== undefined && options.data !== own.source && options.data !== final.data)
    throw new UnknownNetworkError(
      `${final.network} was trained on ${final.data} (${own.source}), not on "${options.data}"`,
    );
  const weights = await stored(store, final.weights);
  const data = await dataRef(final.data, own, spec.seed);
  return {
    network: { architecture: parseArchitecture(final.network), weights },
    data,
    seed: options.seed ?? spec.seed,
    title: `${final.network} of ${runId}`,
    testCount: datasetInfo(own).testCount,
  };
}

/** Evaluation set of `data` where no run says otherwise: it decides which training images there are, not the test set. */
const anyEvaluation = 128;

async function ofWeights(weights: ArtifactRef, options: NetworkOptions, title: string): Promise<AttackedNetwork> {
  const { architecture, data, seed = 0 } = options;
  if (architecture === undefined)
    throw new UnknownNetworkError(`no run in ${options.runsDir} ended with these weights: give --architecture`);
  if (data === undefined) throw new UnknownNetworkError(`give --data: one of ${datasetNames.join(', ')}`);
  const source = datasetNames.find((name) => name === data);
  if (source === undefined) {
    const nearest = nearestName(data, datasetNames);
    const hint = nearest === null ? '' : `; did you mean "${nearest}"?`;
    throw new UnknownNetworkError(`unknown data set "${data}"${hint} (allowed: ${datasetNames.join(', ')})`);
  }
  const config: DatasetConfig = { source, evaluation: anyEvaluation };
  return {
    network: { architecture: parseArchitecture(architecture), weights },
    data: await dataRef(source, config, seed),
    seed,
    title: `${architecture} (${title})`,
    testCount: datasetInfo(config).testCount,
  };
}

/** As a run prepares its data: the same seed gives the same split. */
async function dataRef(name: string, config: DatasetConfig, seed: number): Promise<DataRef> {
  return { name, config, digest: await datasetDigest(config), seed: deriveSeed(seed, 'split') };
}
