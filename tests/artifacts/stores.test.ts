/** The same suite for both stores: a local folder, and a bucket of a real S3-compatible server. */
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { CorruptArtifactError, MissingArtifactError } from '../../artifacts/errors';
import { stepKey } from '../../artifacts/keys';
import { LocalBlobs } from '../../artifacts/localBlobs';
import { openStore, type OpenStore } from '../../artifacts/openStore';
import { resultName } from '../../artifacts/resultCache';
import { objectName } from '../../artifacts/store';
import { randomStream } from '../../tensor/random';
import { hasS3Server, secretKey, startS3Server, type S3Server } from '../support/s3Server';
import { temporaryFolder } from './compiled';

let s3: S3Server | undefined;

beforeAll(async () => {
  if (!hasS3Server) return;
  s3 = await startS3Server();
  Object.assign(process.env, s3.environment);
});

afterAll(async () => {
  await s3?.close();
});

const kinds = ['a local folder', ...(hasS3Server ? ['a bucket of an S3-compatible server'] : [])];
let counter = 0;

/** Opens one new store any number of times, as several machines would. */
function newStore(kind: string): () => Promise<OpenStore> {
  if (kind === 'a local folder') {
    const folder = path.join(temporaryFolder(), 'store');
    return () => openStore({ folder });
  }
  const url = `${s3!.url}/store-${counter++}`;
  return () => openStore({ folder: temporaryFolder(), url });
}

const key = stepKey('train-network', 1, { seed: 7 });

async function names({ blobs }: OpenStore, folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name } of blobs.list(folder)) found.push(name);
  return found.sort();
}

describe.each(kinds)('a store in %s', (kind) => {
  let open: () => Promise<OpenStore>;
  let opened: OpenStore;

  beforeEach(async () => {
    open = newStore(kind);
    opened = await open();
  });

  it('gives back on another machine what was stored, under its SHA-256', async () => {
    const ref = await opened.store.put(Buffer.from('abc'), 'weights');
    expect(ref).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      bytes: 3,
      kind: 'weights',
    });
    const other = await open();
    expect((await other.store.get(ref)).toString()).toBe('abc');
    expect(await other.store.has(ref)).toBe(true);
    expect(await other.store.isSound(ref)).toBe(true);
    expect(await names(opened, 'objects')).toEqual([`objects/ba/${ref.sha256}`]);
  });

  it('keeps nothing, megabytes, and the view of a larger buffer apart', async () => {
    const large = Buffer.from(randomStream(1, 'large').uniform(1_500_000).buffer);
    const contents = [Buffer.alloc(0), large, large.subarray(3, 77)];
    const refs = await Promise.all(contents.map((bytes) => opened.store.put(bytes, 'weights')));
    const other = await open();
    for (const [i, ref] of refs.entries()) expect((await other.store.get(ref)).equals(contents[i]!)).toBe(true);
  });

  it('stores the same bytes once, whoever stores them, all at the same time', async () => {
    const others = await Promise.all([open(), open(), open()]);
    const refs = await Promise.all(
      others.flatMap(({ store }) => [0, 1, 2].map((i) => store.put(Buffer.alloc(5000, i), 'policy'))),
    );
    expect(await names(opened, 'objects')).toEqual([...new Set(refs.map((ref) => objectName(ref)))].sort());
  });

  it('says which artifact is missing and where', async () => {
    const ref = { sha256: 'ab'.repeat(32), bytes: 5, kind: 'policy' };
    expect(await opened.store.has(ref)).toBe(false);
    expect(await opened.store.isSound(ref)).toBe(false);
    await expect(opened.store.get(ref)).rejects.toThrow(
      new MissingArtifactError(`artifact ${ref.sha256} (policy, 5 bytes) is not in ${opened.blobs.location}`, ref),
    );
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['with one bit flipped', (bytes) => bytes.fill(bytes[9]! ^ 4, 9, 10)],
    ['cut short', (bytes) => bytes.subarray(0, 20)],
    ['empty', () => Buffer.alloc(0)],
    ['with more at its end', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
  ])('finds an artifact %s, sets it aside, and takes it again', async (_, damage) => {
    const bytes = Buffer.alloc(64, 7);
    const ref = await opened.store.put(bytes, 'weights');
    const damaged = damage(Buffer.from(bytes));
    await opened.blobs.write(objectName(ref), damaged, 'replace');
    const other = await open();
    const error = await other.store.get(ref).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CorruptArtifactError);
    expect((error as CorruptArtifactError).artifact).toEqual(ref);
    const [aside] = await names(opened, 'quarantine');
    expect(aside).toMatch(new RegExp(`^quarantine/${ref.sha256}\\.\\d+$`));
    expect((await opened.blobs.read(aside!))!.equals(damaged)).toBe(true);
    await expect(other.store.get(ref)).rejects.toThrow(MissingArtifactError);
    await opened.store.put(bytes, 'weights');
    expect((await other.store.get(ref)).equals(bytes)).toBe(true);
  });

  it('repairs a damaged artifact when it is stored again before anybody has read it', async () => {
    const ref = await opened.store.put(Buffer.from('precious'), 'weights');
    await opened.blobs.write(objectName(ref), Buffer.from('preciouS'), 'replace');
    await opened.store.put(Buffer.from('precious'), 'weights');
    expect((await (await open()).store.get(ref)).toString()).toBe('precious');
  });

  it('keeps the first of several results, and every machine sees the same one', async () => {
    const caches = await Promise.all(Array.from({ length: 6 }, async () => (await open()).cache));
    await Promise.all(caches.map((cache, value) => cache.record(key, { value }, [])));
    const first = await opened.cache.lookup(key);
    expect(first).toEqual({ value: expect.any(Number) as number });
    await caches[5]!.record(key, { value: 99 }, []);
    for (const cache of caches) expect(await cache.lookup(key)).toEqual(first);
  });

  it('misses a result whose artifact is damaged or gone, also where a copy was read before', async () => {
    const weights = await opened.store.put(Buffer.from('weights'), 'weights');
    const other = await open();
    await opened.cache.record(key, { weights }, [weights]);
    expect(await other.cache.lookup(key)).toEqual({ weights });
    await opened.blobs.remove(objectName(weights));
    expect(await other.cache.lookup(key)).toBeUndefined();
    await opened.store.put(Buffer.from('weights'), 'weights');
    await opened.blobs.write(objectName(weights), Buffer.from('Weights'), 'replace');
    expect(await (await open()).cache.lookup(key)).toBeUndefined();
    await opened.cache.record(key, { value: 2 }, []);
    expect(await other.cache.lookup(key)).toEqual({ value: 2 });
  });

  it('takes a damaged result for none, sets it aside and takes a new one', async () => {
    await opened.cache.record(key, { accuracy: 0.5 }, []);
    const line = (await opened.blobs.read(resultName(key)))!.toString();
    await opened.blobs.write(resultName(key), Buffer.from(line.replace('0.5', '0.6')), 'replace');
    expect(await opened.cache.lookup(key)).toBeUndefined();
    expect(await names(opened, 'quarantine')).toEqual([
      expect.stringMatching(new RegExp(`^quarantine/${key}\\.json\\.\\d+$`)),
    ]);
    await opened.cache.record(key, { accuracy: 0.7 }, []);
    expect(await opened.cache.lookup(key)).toEqual({ accuracy: 0.7 });
  });

  it('knows which results name an artifact, and how they were made', async () => {
    const [one, two] = await Promise.all(['1', '2'].map((text) => opened.store.put(Buffer.from(text), 'policy')));
    const recipe = { step: 'updatePolicy', version: 1, inputs: { seed: 3 }, engine: { threads: 2 } };
    await opened.cache.record(key, { policy: one }, [one!], recipe);
    for (let i = 0; i < 40; i++) await opened.cache.record(stepKey('other', 1, { i }), { policy: two }, [two!]);
    expect(await (await open()).cache.namingArtifact(one!.sha256)).toEqual([
      { key, result: { policy: one }, artifacts: [one], recipe },
    ]);
    expect(await opened.cache.namingArtifact(two!.sha256)).toHaveLength(40);
    expect(await opened.cache.namingArtifact('ab'.repeat(32))).toEqual([]);
  });
});

describe.runIf(hasS3Server)('a bucket', () => {
  it('keeps stores with different prefixes apart', async () => {
    const inside = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/a/b` });
    const ref = await inside.store.put(Buffer.from('mine'), 'weights');
    const beside = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/a/bb` });
    expect(await beside.store.has(ref)).toBe(false);
    expect(await names(beside, 'objects')).toEqual([]);
    expect(await names(inside, 'objects')).toHaveLength(1);
  });

  it('lists more objects than fit into one answer', async () => {
    const { blobs } = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/many` });
    for (let start = 0; start < 1050; start += 50) {
      const batch = Array.from({ length: 50 }, (_, i) => blobs.write(`objects/${start + i}`, Buffer.of(1), 'replace'));
      await Promise.all(batch);
    }
    let count = 0;
    for await (const _ of blobs.list('objects')) count++;
    expect(count).toBe(1050);
  });

  it('is read once: later readings come from a checked local copy, and a damaged copy is not used', async () => {
    const folder = temporaryFolder();
    const { store, blobs } = await openStore({ folder, url: `${s3!.url}/copies` });
    const ref = await store.put(Buffer.from('copied'), 'weights');
    await blobs.remove(objectName(ref));
    expect((await store.get(ref)).toString()).toBe('copied');
    const copies = new LocalBlobs(path.join(folder, 'copies'));
    await copies.write(objectName(ref), Buffer.from('Copied'), 'replace');
    await expect(store.get(ref)).rejects.toThrow(MissingArtifactError);
    await blobs.write(objectName(ref), Buffer.from('copied'), 'replace');
    expect((await store.get(ref)).toString()).toBe('copied');
    expect((await copies.read(objectName(ref)))!.toString()).toBe('copied');
  });

  it('is waited for over a short outage, and an error names it when the outage is long', async () => {
    const { store } = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/outage` });
    const ref = await store.put(Buffer.from('before'), 'weights');
    await s3!.kill();
    const during = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/outage` });
    await expect(during.store.get(ref)).rejects.toThrow(
      new RegExp(`^${s3!.url}/outage: reading objects/.* failed \\(.*ECONNREFUSED`),
    );
    await expect(during.store.get(ref)).rejects.toMatchObject({ name: 'StoreUnreachableError' });
    await s3!.start();
    expect((await during.store.get(ref)).toString()).toBe('before');
  });

  it('says that it refuses, without the credentials', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'another-secret';
    try {
      const refused = await openStore({ folder: temporaryFolder(), url: `${s3!.url}/refused` });
      const error = (await refused.store.put(Buffer.from('x'), 'weights').catch((caught: unknown) => caught)) as Error;
      expect(error.name).toBe('StoreAccessError');
      expect(error.message).toMatch(/was refused \(SignatureDoesNotMatch: .*\); see the AWS environment variables/);
      expect(error.message + error.stack).not.toMatch(/another-secret|planted/);
    } finally {
      process.env['AWS_SECRET_ACCESS_KEY'] = secretKey;
    }
    const nowhere = await openStore({ folder: temporaryFolder(), url: 's3://no-such-bucket' });
    await expect(nowhere.store.put(Buffer.from('x'), 'weights')).rejects.toThrow(/NoSuchBucket/);
  });
});
