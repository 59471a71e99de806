import { utimesSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import { explainResults } from '../../artifacts/explain';
import { collectGarbage, type GarbageOptions } from '../../artifacts/garbage';
import { takeInventory } from '../../artifacts/inventory';
import { stepKey } from '../../artifacts/keys';
import { openStore, type OpenStore } from '../../artifacts/openStore';
import { pinRun, unpinRun } from '../../artifacts/runUses';
import { objectName } from '../../artifacts/store';
import type { ArtifactRef } from '../../artifacts/types';
import { verifyStore } from '../../artifacts/verify';
import { temporaryFolder } from './compiled';

let folder: string;
let opened: OpenStore;

beforeEach(async () => {
  folder = temporaryFolder();
  opened = await openStore({ folder });
});

/** A step of a run as the worker does it: note, look up, compute, store, record. */
async function step(run: string, name: string, inputs: object, threads = 2): Promise<ArtifactRef> {
  const engine = { threads };
  const recipe = { step: name, version: 1, inputs, engine };
  const key = stepKey(name, 1, { inputs, engine } as never);
  await opened.cache.noteUse(run, key, `${name} of ${run}`);
  const known = (await opened.cache.lookup(key)) as { made: ArtifactRef } | undefined;
  if (known !== undefined) return known.made;
  const made = await opened.store.put(Buffer.from(`${name} ${JSON.stringify(inputs)}`), name);
  await opened.cache.record(key, { made }, [made], recipe);
  return made;
}

const everything: GarbageOptions = {
  keepRuns: 0,
  forget: [],
  pinnedArtifacts: new Set(),
  graceMs: 0,
  quarantine: false,
  dryRun: false,
};
const stored = async () => [...(await takeInventory(opened)).objects.keys()].sort();
const digests = (...refs: ArtifactRef[]) => refs.map(({ sha256 }) => sha256).sort();

describe('garbage collection', () => {
  it('keeps what pinned runs, runs that have not ended and the last ones need, shared parts once', async () => {
    const teacher = await step('old', 'train', { seed: 1 });
    const onlyOld = await step('old', 'train', { seed: 2 });
    await opened.cache.noteEnd('old', 'completed');
    await step('pinned', 'train', { seed: 1 });
    const onlyPinned = await step('pinned', 'train', { seed: 3 });
    await opened.cache.noteEnd('pinned', 'failed');
    await pinRun(opened.blobs, 'pinned');
    const onlyRunning = await step('running', 'train', { seed: 4 });

    const planned = await collectGarbage(opened, { ...everything, dryRun: true });
    expect(planned).toMatchObject({ removedRuns: ['old'], results: 1, artifacts: 1 });
    expect(await stored()).toEqual(digests(teacher, onlyOld, onlyPinned, onlyRunning));

    expect(await collectGarbage(opened, everything)).toEqual(planned);
    expect(await stored()).toEqual(digests(teacher, onlyPinned, onlyRunning));
    expect((await takeInventory(opened)).runs.map(({ runId }) => runId).sort()).toEqual(['pinned', 'running']);

    await unpinRun(opened.blobs, 'pinned');
    expect((await collectGarbage(opened, { ...everything, keepRuns: 1 })).keptRuns).toContain('pinned');
    await collectGarbage(opened, everything);
    expect(await stored()).toEqual(digests(onlyRunning));
    await collectGarbage(opened, { ...everything, forget: ['running'] });
    expect(await stored()).toEqual([]);
  });

  it('keeps artifacts that are pinned by themselves', async () => {
    const policy = await step('old', 'train', { seed: 1 });
    await step('old', 'train', { seed: 2 });
    await opened.cache.noteEnd('old', 'completed');
    await collectGarbage(opened, { ...everything, pinnedArtifacts: new Set([policy.sha256]) });
    expect(await stored()).toEqual(digests(policy));
  });

  it('keeps what a kept artifact is made of, so that it can be made again', async () => {
    const weights = await step('search', 'train', { seed: 1 });
    await opened.cache.noteEnd('search', 'completed');
    const adversarial = await step('tuning', 'attack', { network: { weights } });
    await collectGarbage(opened, everything);
    expect(await stored()).toEqual(digests(weights, adversarial));
    expect(await opened.cache.namingArtifact(weights.sha256)).toHaveLength(1);
  });

  it('counts a run that was started again as one that has not ended', async () => {
    const weights = await step('again', 'train', { seed: 1 });
    await opened.cache.noteEnd('again', 'completed');
    const ended = path.join(folder, 'runs', 'again', 'ended');
    utimesSync(ended, Date.now() / 1000 - 60, Date.now() / 1000 - 60);
    await step('again', 'train', { seed: 1 });
    await collectGarbage(opened, everything);
    expect(await stored()).toEqual(digests(weights));
  });

  it('leaves what is younger than the grace period, and what was set aside unless told', async () => {
    const unrecorded = await opened.store.put(Buffer.from('being recorded at this moment'), 'weights');
    await opened.blobs.write('quarantine/x.1', Buffer.from('damaged'), 'replace');
    expect(await collectGarbage(opened, { ...everything, graceMs: 60_000 })).toMatchObject({ artifacts: 0 });
    expect(await stored()).toEqual(digests(unrecorded));
    expect(await collectGarbage(opened, { ...everything, quarantine: true })).toMatchObject({
      artifacts: 1,
      quarantined: 1,
    });
    expect(readdirSync(path.join(folder, 'quarantine'))).toEqual([]);
  });

  it('leaves every running step with its artifacts, whatever is collected meanwhile', async () => {
    for (let i = 0; i < 40; i++) await step('old', 'train', { seed: i });
    await opened.cache.noteEnd('old', 'completed');
    const used: ArtifactRef[] = [];
    const [removed] = await Promise.all([
      collectGarbage(opened, everything),
      (async () => {
        for (let i = 0; i < 40; i++) used.push(await step('new', 'train', { seed: i }));
      })(),
    ]);
    expect(removed.removedRuns).toEqual(['old']);
    // What a step stored anew while its old copy was being removed is found missing by the next one, which computes it.
    for (let i = 0; i < 40; i++) expect(await opened.store.isSound(await step('new', 'train', { seed: i }))).toBe(true);
    expect(used).toHaveLength(40);
  });
});

describe('verification', () => {
  it('finds every damaged artifact and result, sets them aside, and says what is missing', async () => {
    const refs: ArtifactRef[] = [];
    for (let i = 0; i < 50; i++) refs.push(await step('run', i % 2 === 0 ? 'train' : 'attack', { seed: i }));
    expect(await verifyStore(opened)).toMatchObject({ artifacts: 50, results: 50, damagedArtifacts: [], missing: [] });
    for (const ref of refs) {
      const bytes = await opened.store.get(ref);
      bytes[bytes.length >> 1]! ^= 1;
      await opened.blobs.write(objectName(ref), bytes, 'replace');
    }
    const found = await verifyStore(opened);
    expect(found.damagedArtifacts.map(({ sha256 }) => sha256).sort()).toEqual(digests(...refs));
    expect(found.missing).toHaveLength(50);
    expect(await stored()).toEqual([]);
    expect((await step('run', 'train', { seed: 0 })).sha256).toBe(refs[0]!.sha256);

    const [result] = readdirSync(path.join(folder, 'results'));
    const [file] = readdirSync(path.join(folder, 'results', result!));
    await opened.blobs.write(`results/${result}/${file}`, Buffer.from('{}\n'), 'replace');
    expect(await verifyStore(opened)).toMatchObject({ results: 49, damagedResults: 1 });
  });
});

describe('explanation', () => {
  it('names what the key is made of, who uses it, and in what the nearest result differs', async () => {
    const made = await step('one', 'train', { seed: 1, config: { epochs: 3 } });
    await step('two', 'train', { seed: 1, config: { epochs: 3 } });
    await step('two', 'train', { seed: 1, config: { epochs: 4 } });
    await step('two', 'train', { seed: 9, config: { epochs: 4 } }, 4);
    const [found, ...more] = await explainResults(opened, made.sha256.slice(0, 8), (value) => value);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      step: 'train',
      inputs: { 'inputs.seed': 1, 'inputs.config.epochs': 3, 'engine.threads': 2 },
      artifacts: [{ ...made, present: true }],
      reusable: true,
      nearest: { differences: [{ place: 'inputs.config.epochs', here: 3, there: 4 }] },
    });
    expect(found!.usedBy.map(({ runId, label }) => [runId, label]).sort()).toEqual([
      ['one', 'train of one'],
      ['two', 'train of two'],
    ]);
    await opened.blobs.remove(objectName(made));
    expect((await explainResults(opened, found!.key, (value) => value))[0]).toMatchObject({
      reusable: false,
      artifacts: [{ present: false }],
    });
    expect(await explainResults(opened, 'ffffffff', (value) => value)).toEqual([]);
  });
});
