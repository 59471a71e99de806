import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeUnfinished } from '../../artifacts/atomicWrite';
import { CorruptArtifactError, MissingArtifactError } from '../../artifacts/errors';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { randomStream } from '../../tensor/random';
import { temporaryFolder } from './compiled';

let root: string;
let store: LocalArtifactStore;

beforeEach(() => {
  root = path.join(temporaryFolder(), 'store');
  store = new LocalArtifactStore(root);
});

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => each.name)
        .sort()
    : [];

describe('LocalArtifactStore', () => {
  // SHA-256 of "abc": FIPS 180-2, appendix B.1; of nothing: NIST's example values.
  it.each([
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('stores %j under its SHA-256', async (text, sha256) => {
    const ref = await store.put(Buffer.from(text), 'weights');
    expect(ref).toEqual({ sha256, bytes: text.length, kind: 'weights' });
    const file = path.join(root, 'objects', sha256.slice(0, 2), sha256);
    expect(readFileSync(file, 'latin1')).toBe(text);
    expect(store.pathOf(ref)).toBe(file);
    expect((await store.get(ref)).toString()).toBe(text);
    expect(await store.has(ref)).toBe(true);
  });

  it('stores the view of a larger buffer only', async () => {
    const ref = await store.put(Uint8Array.of(1, 2, 3, 4).subarray(1, 3), 'weights');
    expect([...(await store.get(ref))]).toEqual([2, 3]);
  });

  it('stores the same bytes once, whatever their kind', async () => {
    const first = await store.put(Buffer.from('same'), 'weights');
    const inode = statSync(store.pathOf(first)).ino;
    const second = await store.put(Buffer.from('same'), 'policy');
    expect(second.sha256).toBe(first.sha256);
    expect(statSync(store.pathOf(first)).ino).toBe(inode);
    expect(filesIn(root)).toEqual([first.sha256]);
  });

  it('says which artifact is missing and where', async () => {
    const ref = { sha256: 'ab'.repeat(32), bytes: 5, kind: 'policy' };
    expect(await store.has(ref)).toBe(false);
    await expect(store.get(ref)).rejects.toThrow(
      new MissingArtifactError(`artifact ${'ab'.repeat(32)} (policy, 5 bytes) is not in ${root}`, ref),
    );
  });

  it.each(['', 'AB'.repeat(32), '../../../../etc/passwd', 'ab'.repeat(31)])(
    'takes %j for no name of an artifact',
    async (sha256) => {
      await expect(store.get({ sha256, bytes: 1, kind: 'weights' })).rejects.toThrow(
        new MissingArtifactError(`'${sha256}' is not a SHA-256 in lower-case hex`),
      );
    },
  );

  it('finds the flip of any single bit, sets the file aside, and counts the artifact as missing from then on', async () => {
    const bytes = Buffer.from(randomStream(5, 'bytes').uniform(16).buffer);
    for (let bit = 0; bit < bytes.length * 8; bit += 37) {
      const ref = await store.put(bytes, 'weights');
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(store.pathOf(ref), damaged);
      const error = await store.get(ref).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(CorruptArtifactError);
      const found = createHash('sha256').update(damaged).digest('hex');
      const [, moved] =
        /^artifact \w+ \(weights, 64 bytes\) is damaged: its 64 bytes have the SHA-256 \w+; moved to (.+)$/.exec(
          (error as Error).message,
        )!;
      expect((error as Error).message).toContain(found);
      expect(readFileSync(moved!).equals(damaged)).toBe(true);
      expect(path.dirname(moved!)).toBe(path.join(root, 'quarantine'));
      expect(await store.has(ref)).toBe(false);
      await expect(store.get(ref)).rejects.toThrow(MissingArtifactError);
    }
  });

  it.each([0, 1, 99])('finds a file cut to %i bytes', async (length) => {
    const ref = await store.put(Buffer.alloc(100, 7), 'weights');
    truncateSync(store.pathOf(ref), length);
    expect(await store.has(ref)).toBe(false);
    await expect(store.get(ref)).rejects.toThrow(CorruptArtifactError);
  });

  it('finds a reference with the wrong size', async () => {
    const ref = await store.put(Buffer.from('abc'), 'weights');
    await expect(store.get({ ...ref, bytes: 4 })).rejects.toThrow(
      new CorruptArtifactError(`artifact ${ref.sha256} (weights, 4 bytes) has 3 bytes: its reference is wrong`),
    );
    expect((await store.get(ref)).toString()).toBe('abc');
  });

  it('repairs a damaged artifact when it is stored again', async () => {
    const bytes = Buffer.from('precious');
    const ref = await store.put(bytes, 'weights');
    for (const damage of ['preciouS', '', 'precious and more']) {
      writeFileSync(store.pathOf(ref), damage);
      await store.put(bytes, 'weights');
      expect((await store.get(ref)).toString()).toBe('precious');
    }
  });

  it('keeps an artifact that was repaired while a reader was still looking at the damage', async () => {
    const ref = await store.put(Buffer.from('good'), 'weights');
    const file = store.pathOf(ref);
    const repaired = `${file}.repaired`;
    renameSync(file, repaired);
    // Opening a pipe waits for the other end: the reader has its file when the repaired one takes the name.
    execFileSync('mkfifo', [file]);
    const reading = store.get(ref);
    const pipe = await open(file, 'w');
    renameSync(repaired, file);
    await pipe.writeFile('evil');
    await pipe.close();
    expect((await reading).toString()).toBe('good');
    expect((await store.get(ref)).toString()).toBe('good');
  });

  it('stores many artifacts at once, also equal ones', async () => {
    const contents = Array.from({ length: 60 }, (_, index) => Buffer.alloc(2000, index % 20));
    const refs = await Promise.all(contents.map((each) => store.put(each, 'weights')));
    const read = await Promise.all(refs.map((ref) => store.get(ref)));
    read.forEach((bytes, index) => expect(bytes.equals(contents[index]!)).toBe(true));
    expect(filesIn(root)).toEqual([...new Set(refs.map((ref) => ref.sha256))].sort());
  });

  it('passes on what the system says when the folder cannot be used', async () => {
    writeFileSync(root, 'a file where the folder should be');
    await expect(store.put(Buffer.from('abc'), 'weights')).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});

describe('removeUnfinished', () => {
  it('removes old temporary files and nothing else', async () => {
    const ref = await store.put(Buffer.from('kept'), 'weights');
    const folder = path.join(root, 'objects', 'ff');
    mkdirSync(folder);
    const [old, fresh] = ['old', 'fresh'].map((name) => path.join(folder, `${name}.tmp`)) as [string, string];
    writeFileSync(old, 'half');
    writeFileSync(fresh, 'half');
    const yesterday = Date.now() / 1000 - 25 * 3600;
    utimesSync(old, yesterday, yesterday);
    utimesSync(store.pathOf(ref), yesterday, yesterday);
    expect(await removeUnfinished(root)).toBe(1);
    expect(filesIn(folder)).toEqual(['fresh.tmp']);
    expect(await store.has(ref)).toBe(true);
    expect(await removeUnfinished(root, 0)).toBe(1);
  });

  it('takes a folder that does not exist for an empty one', async () => {
    expect(await removeUnfinished(path.join(root, 'nowhere'))).toBe(0);
  });
});
