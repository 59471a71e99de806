/** Attacks in real trainer processes: killed, asked to end, with a damaged state, and in parts. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { JobParams, JobResult, PointRange } from '../../activities/jobs/types';
import { parseArchitecture } from '../../architectures/parse';
import { buildNetwork } from '../../architectures/network';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { decodeSafetensors, encodeSafetensors } from '../../artifacts/safetensors';
import type { ArtifactRef } from '../../artifacts/types';
import { datasetDigest } from '../../datasets/load';
import type { ResolvedAttack } from '../../schemas/resolved';
import { attackInParts } from '../../worker/attackInParts';
import { waitUntil } from '../../worker/processes';
import { createTrainerPool, type TrainerPool } from '../../worker/trainerPool';
import { buildDist, buildTimeoutMs } from '../support/dist';

type Params = JobParams<'evaluateNetwork'>;
type Result = JobResult<'evaluateNetwork'>;

const architecture = parseArchitecture('WRN-10-1');
/** Seconds of work, so that there is something to interrupt. */
const slow: ResolvedAttack = { type: 'pgd', epsilon: 0.005, steps: 80, restarts: 2, batchSize: 64 };

const ignore = (): void => undefined;

let folder: string;
let pool: TrainerPool;
let params: Params;

beforeAll(buildDist, buildTimeoutMs);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-attack-'));
  const config = { source: 'digits', evaluation: 200 } as const;
  const network = buildNetwork(architecture, { height: 8, width: 8, channels: 1 }, 10);
  const weights = encodeSafetensors(network.initialize(3));
  params = {
    network: { architecture, weights: await new LocalArtifactStore(folder).put(weights, 'weights') },
    data: { name: 'digits', config, digest: await datasetDigest(config), seed: 1 },
    split: 'evaluation',
    attack: slow,
    seed: 7,
    keepAdversarial: true,
  };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  pool = createTrainerPool({
    slots: 1,
    threadsPerTrainer: 1,
    storeRoot: folder,
    checkpointIntervalMs: 100,
    workDirGraceMs: 50,
    logger: { debug: ignore, info: ignore, warn: ignore },
  });
});

afterEach(() => pool.close());

interface Attempt {
  readonly heard: { readonly fraction: number; readonly message: string }[];
  readonly result: Promise<Result>;
  readonly stateFile: string;
}

function attempt(name: string, over: Partial<Params> = {}, signal = new AbortController().signal): Attempt {
  const heard: { fraction: number; message: string }[] = [];
  const workDir = join(folder, 'work', name);
  const onProgress = (fraction: number, message: string): void => void heard.push({ fraction, message });
  const result = pool.run('evaluateNetwork', { ...params, ...over }, { workDir, onProgress, signal });
  result.catch(() => undefined);
  return { heard, result, stateFile: join(workDir, 'attack.state') };
}

/** Waits until an attempt is well under way and has saved its state. */
async function underway({ heard, stateFile }: Attempt): Promise<void> {
  const isUnderway = (): boolean => existsSync(stateFile) && (heard.at(-1)?.fraction ?? 0) > 0.2;
  expect(await waitUntil(isUnderway, 60_000)).toBe(true);
}

const furthest = ({ heard }: Attempt): number => Math.max(...heard.map(({ fraction }) => fraction));
const firstOfAttack = ({ heard }: Attempt): number =>
  heard.find(({ fraction, message }) => fraction > 0 && message.includes('settled'))!.fraction;

describe('an attack in a trainer', () => {
  let undisturbed: Result;

  it('tells how many images are settled, and what that says of the robust accuracy', async () => {
    const { heard, result } = attempt('undisturbed');
    undisturbed = await result;
    const { robust, clean } = undisturbed;
    expect(clean.total).toBe(200);
    expect(robust!.correct).toBeLessThanOrEqual(clean.correct);
    expect(robust!.correct).toBeGreaterThan(0);
    const bounds = heard.flatMap(({ message }) => {
      const match = /^\d+ of 200 images settled, robust accuracy between (\S+) and (\S+) %$/.exec(message);
      return match === null ? [] : [[Number(match[1]), Number(match[2])] as const];
    });
    expect(bounds.length).toBeGreaterThan(2);
    const found = (100 * robust!.correct) / robust!.total;
    for (const [low, high] of bounds) {
      expect(low).toBeLessThanOrEqual(found + 0.05);
      expect(high).toBeGreaterThanOrEqual(found - 0.05);
    }
  }, 120_000);

  it('goes on where it was when its process is killed, to the same end', async () => {
    const killed = attempt('killed');
    await underway(killed);
    process.kill(pool.pids()[0]!, 'SIGKILL');
    await expect(killed.result).rejects.toMatchObject({ name: 'TrainerCrashedError' });
    const second = attempt('killed');
    expect(await second.result).toEqual(undisturbed);
    expect(firstOfAttack(second)).toBeGreaterThan(0.1);
  }, 120_000);

  it('saves its state when it is asked to end', async () => {
    const controller = new AbortController();
    const asked = attempt('asked', {}, controller.signal);
    await underway(asked);
    controller.abort(new Error('enough'));
    await expect(asked.result).rejects.toThrow('enough');
    const reached = furthest(asked);
    const second = attempt('asked');
    expect(await second.result).toEqual(undisturbed);
    expect(firstOfAttack(second)).toBeGreaterThanOrEqual(reached);
  }, 120_000);

  it('begins anew when the saved state is damaged', async () => {
    const controller = new AbortController();
    const asked = attempt('damaged', {}, controller.signal);
    await underway(asked);
    controller.abort(new Error('enough'));
    await expect(asked.result).rejects.toThrow('enough');
    const bytes = readFileSync(asked.stateFile);
    bytes[bytes.length - 100]! ^= 1;
    writeFileSync(asked.stateFile, bytes);
    const second = attempt('damaged');
    expect(await second.result).toEqual(undisturbed);
    expect(firstOfAttack(second)).toBeLessThan(0.1);
  }, 120_000);

  it('gives the same in parts as in one', async () => {
    const quick: ResolvedAttack = { type: 'pgd', epsilon: 0.02, steps: 5 };
    const whole = await attempt('whole', { attack: quick }).result;
    const ranges: PointRange[] = [0, 90, 180].map((first) => ({ first, count: 90 }));
    const parts: Result[] = [];
    for (const range of ranges) parts.push(await attempt(`part-${range.first}`, { attack: quick, range }).result);
    expect(parts.map(({ robust }) => robust!.total)).toEqual([90, 90, 20]);
    const sum = (of: (part: Result) => number): number => parts.reduce((total, part) => total + of(part), 0);
    expect(sum(({ clean }) => clean.correct)).toBe(whole.clean.correct);
    expect(sum(({ robust }) => robust!.correct)).toBe(whole.robust!.correct);
  }, 120_000);

  it('gives the same AutoAttack in one process and in two at once, image by image', async () => {
    const autoattack: ResolvedAttack = { type: 'autoattack', epsilon: 0.01 };
    const store = new LocalArtifactStore(folder);
    const imagesOf = async ({ adversarial }: Result): Promise<number[]> =>
      Array.from(decodeSafetensors(await store.get(adversarial!)).tensors.get('adversarial')!.data);
    const whole = await attempt('autoattack', { attack: autoattack, range: { first: 0, count: 96 } }).result;
    const two = createTrainerPool({ slots: 2, threadsPerTrainer: 1, storeRoot: folder, logger: { debug: ignore, info: ignore, warn: ignore } }); // prettier-ignore
    try {
      let most = 0;
      const halves: Result[] = [];
      const merged = await attackInParts(
        { ...params, attack: autoattack },
        { total: 96, parts: 2 },
        async (part, onProgress) => {
          const workDir = join(folder, 'work', `half-${part.range!.first}`);
          const result = await two.run('evaluateNetwork', part, { workDir, onProgress, signal: new AbortController().signal }); // prettier-ignore
          halves[part.range!.first / 48] = result;
          return result;
        },
        () => (most = Math.max(most, two.pids().length)),
      );
      expect(most).toBe(2);
      expect([merged.clean, merged.robust, merged.stages]).toEqual([whole.clean, whole.robust, whole.stages]);
      expect((await Promise.all(halves.map(imagesOf))).flat()).toEqual(await imagesOf(whole));
    } finally {
      await two.close();
    }
  }, 240_000);

  it('bounds the accuracy of a network by images that were found before, its own among them', async () => {
    const quick: ResolvedAttack = { type: 'pgd', epsilon: 0.02, steps: 5 };
    const { robust, adversarial, clean } = await attempt('found', { attack: quick }).result;
    const { network, data } = params;
    const face = async (bank: ArtifactRef[]) => {
      const workDir = join(folder, 'work', `bank-${bank.length}`);
      const heard: string[] = [];
      const onProgress = (_: number, message: string): void => void heard.push(message);
      const signal = new AbortController().signal;
      const result = await pool.run('faceBank', { network, data, split: 'evaluation', bank }, { workDir, onProgress, signal }); // prettier-ignore
      return { result, heard };
    };
    const own = await face([adversarial!]);
    expect(own.result.robust).toEqual(robust);
    const percent = ((100 * robust!.correct) / robust!.total).toFixed(1);
    expect(own.heard).toEqual([`1 of 1 sets of the bank, robust accuracy at most ${percent} %`]);
    expect((await face([])).result.robust).toEqual(clean);
  }, 240_000);

  it('counts clean answers without an attack', async () => {
    const { clean, robust, adversarial } = await attempt('clean', { attack: null }).result;
    expect(clean).toEqual((await attempt('with', { attack: { type: 'fgsm', epsilon: 0.1 } }).result).clean);
    expect([robust, adversarial]).toEqual([null, null]);
  }, 240_000);
});
