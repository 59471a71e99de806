import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CanonicalJsonError } from '../../artifacts/errors';
import { stepKey } from '../../artifacts/keys';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { LocalResultCache } from '../../artifacts/resultCache';
import { temporaryFolder } from './compiled';

let root: string;
let store: LocalArtifactStore;
let cache: LocalResultCache;
const key = stepKey('train-network', 1, { seed: 7 });
const fileOf = (each: string): string => path.join(root, 'results', each.slice(0, 2), `${each}.json`);

beforeEach(() => {
  root = temporaryFolder();
  store = new LocalArtifactStore(root);
  cache = new LocalResultCache(root, store);
});

describe('LocalResultCache', () => {
  it('knows nothing at first, then what was recorded, also from another process with the same folder', async () => {
    expect(await cache.lookup(key)).toBeUndefined();
    const weights = await store.put(Buffer.from('weights'), 'weights');
    const result = { weights, history: [{ epoch: 1, loss: 0.1 + 0.2 }], note: 'Zürich\n' };
    await cache.record(key, result, [weights]);
    expect(await new LocalResultCache(root, store).lookup(key)).toEqual(result);
    expect(await cache.lookup(stepKey('train-network', 1, { seed: 8 }))).toBeUndefined();
  });

  it.each([null, false, 0, '', []])('tells the result %j from no result', async (result) => {
    await cache.record(key, result, []);
    expect(await cache.lookup(key)).toEqual(result);
  });

  it('keeps the first result', async () => {
    await cache.record(key, { value: 1 }, []);
    await cache.record(key, { value: 2 }, []);
    expect(await cache.lookup(key)).toEqual({ value: 1 });
  });

  it('keeps one of several results that are recorded at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, value) => cache.record(key, { value }, [])));
    const first = await cache.lookup(key);
    expect(first).toEqual({ value: expect.any(Number) as number });
    expect(await cache.lookup(key)).toEqual(first);
    expect(readdirSync(path.dirname(fileOf(key)))).toEqual([`${key}.json`]);
  });

  it('misses when an artifact of the result is gone, and takes a new result then', async () => {
    const [kept, lost] = await Promise.all(['a', 'b'].map((text) => store.put(Buffer.from(text), 'weights')));
    await cache.record(key, { value: 1 }, [kept!, lost!]);
    rmSync(store.pathOf(lost!));
    expect(await cache.lookup(key)).toBeUndefined();
    await cache.record(key, { value: 2 }, [kept!]);
    expect(await cache.lookup(key)).toEqual({ value: 2 });
  });

  it('misses when an artifact was found damaged, until it is stored again', async () => {
    const weights = await store.put(Buffer.from('weights'), 'weights');
    await cache.record(key, { weights }, [weights]);
    writeFileSync(store.pathOf(weights), 'Weights');
    await expect(store.get(weights)).rejects.toThrow('is damaged');
    expect(await cache.lookup(key)).toBeUndefined();
    await store.put(Buffer.from('weights'), 'weights');
    expect(await cache.lookup(key)).toEqual({ weights });
  });

  it.each<[string, (content: string) => string]>([
    ['is cut short', (content) => content.slice(0, -10)],
    ['is empty', () => ''],
    ['has another digit, still valid JSON', (content) => content.replace('"accuracy":0.5', '"accuracy":0.6')],
    ['is not JSON', () => 'garbage\n'],
    ['has something appended', (content) => `${content}\n`],
  ])('takes an entry that %s for a miss, sets it aside and takes a new result', async (_, damage) => {
    await cache.record(key, { accuracy: 0.5 }, []);
    const damaged = damage(readFileSync(fileOf(key), 'utf8'));
    writeFileSync(fileOf(key), damaged);
    expect(await cache.lookup(key)).toBeUndefined();
    const [moved] = readdirSync(path.join(root, 'quarantine'));
    expect(moved).toMatch(new RegExp(`^${key}\\.json\\.\\d+$`));
    expect(readFileSync(path.join(root, 'quarantine', moved!), 'utf8')).toBe(damaged);
    await cache.record(key, { accuracy: 0.7 }, []);
    expect(await cache.lookup(key)).toEqual({ accuracy: 0.7 });
  });

  it('takes an entry under the name of another for a miss', async () => {
    const other = stepKey('train-network', 1, { seed: 8 });
    await cache.record(key, { value: 1 }, []);
    await cache.record(other, { value: 2 }, []);
    writeFileSync(fileOf(other), readFileSync(fileOf(key)));
    expect(await cache.lookup(other)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [undefined, 'the result is undefined, which JSON cannot say'],
    [{ loss: Number.NaN }, "field 'loss' of the result is NaN, which JSON cannot say"],
    [[1, Infinity], "field '1' of the result is Infinity, which JSON cannot say"],
  ])('refuses to record %j', async (result, message) => {
    await expect(cache.record(key, result, [])).rejects.toThrow(new CanonicalJsonError(message));
    expect(await cache.lookup(key)).toBeUndefined();
  });

  it('refuses what is no key', async () => {
    const error = new RangeError("'../x' is not a key: 64 lower-case hex digits");
    await expect(cache.lookup('../x')).rejects.toThrow(error);
    await expect(cache.record('../x', 1, [])).rejects.toThrow(error);
  });
});
