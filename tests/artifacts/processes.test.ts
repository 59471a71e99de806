import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { removeUnfinished } from '../../artifacts/atomicWrite';
import { LocalArtifactStore } from '../../artifacts/localStore';
import { LocalResultCache } from '../../artifacts/resultCache';
import type { ArtifactRef } from '../../artifacts/types';
import { compileArtifacts, temporaryFolder } from './compiled';

let modules: string;

beforeAll(() => {
  modules = compileArtifacts();
});

/** Starts `main` in a process of its own; it gets the store, the cache and a function that prints a line. */
function start(root: string, main: string): ChildProcess {
  const script = path.join(temporaryFolder(), 'main.cjs');
  writeFileSync(
    script,
    `const { LocalArtifactStore } = require(${JSON.stringify(path.join(modules, 'localStore.js'))});
     const { LocalResultCache } = require(${JSON.stringify(path.join(modules, 'resultCache.js'))});
     const { stepKey } = require(${JSON.stringify(path.join(modules, 'keys.js'))});
     const fs = require('node:fs');
     const root = ${JSON.stringify(root)};
     const store = new LocalArtifactStore(root);
     const cache = new LocalResultCache(root, store);
     const say = (line) => fs.writeSync(1, line + '\\n');
     (async () => { ${main} })().catch((error) => { console.error(error); process.exit(1); });`,
  );
  return spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function output(child: ChildProcess): Promise<string[]> {
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return Buffer.concat(chunks).toString().split('\n').filter(Boolean);
}

function objectNames(root: string): string[] {
  const objects = path.join(root, 'objects');
  if (!existsSync(objects)) return [];
  return readdirSync(objects, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => each.name);
}

describe('artifacts of several processes', () => {
  it('are whole after the writer was killed at any moment, and nothing that it announced is lost', async () => {
    const root = temporaryFolder();
    const announced: { ref: ArtifactRef; key: string }[] = [];
    for (let round = 0; round < 6; round++) {
      const writer = start(
        root,
        `say('ready');
         const write = async (lane) => {
           for (let i = 0; ; i++) {
             const bytes = Buffer.alloc(20_000 + 400_000 * (i % 3), lane + '-' + i + '-${round};');
             const ref = await store.put(bytes, 'weights');
             const key = stepKey('chaos', 1, { round: ${round}, lane, i });
             await cache.record(key, { ref }, [ref]);
             say(JSON.stringify({ ref, key }));
           }
         };
         await Promise.all([0, 1, 2, 3].map(write));`,
      );
      const lines = output(writer);
      await once(writer.stdout!, 'data');
      await delay(60 + 35 * round);
      writer.kill('SIGKILL');
      for (const line of await lines) {
        // The last line may be cut by the kill, too.
        if (line.endsWith('}')) announced.push(JSON.parse(line) as (typeof announced)[number]);
      }
      expect(writer.signalCode).toBe('SIGKILL');
    }

    const names = objectNames(root);
    const whole = names.filter((name) => !name.endsWith('.tmp'));
    for (const name of whole) {
      const bytes = readFileSync(path.join(root, 'objects', name.slice(0, 2), name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(name);
    }
    expect(announced.length).toBeGreaterThan(5);
    const store = new LocalArtifactStore(root);
    const cache = new LocalResultCache(root, store);
    for (const { ref, key } of announced) {
      expect((await store.get(ref)).length).toBe(ref.bytes);
      expect(await cache.lookup(key)).toEqual({ ref });
    }
    expect(existsSync(path.join(root, 'quarantine'))).toBe(false);
    expect(await removeUnfinished(path.join(root, 'objects'), 0)).toBe(names.length - whole.length);
  });

  it('agree when all write the same ones at once, and every key has one result', async () => {
    const root = temporaryFolder();
    const writers = Array.from({ length: 4 }, (_, writer) =>
      start(
        root,
        `for (let i = 0; i < 40; i++) {
           const ref = await store.put(Buffer.alloc(30_000, 'artifact ' + i), 'weights');
           if (!(await store.get(ref)).equals(Buffer.alloc(30_000, 'artifact ' + i))) throw new Error('wrong bytes');
           const key = stepKey('step', 1, { i });
           await cache.record(key, { i, writer: ${writer} }, [ref]);
           say(JSON.stringify({ key, result: await cache.lookup(key) }));
         }`,
      ),
    );
    const outputs = await Promise.all(writers.map(output));
    expect(writers.map((writer) => writer.exitCode)).toEqual([0, 0, 0, 0]);
    const results = new Map<string, string>();
    for (const line of outputs.flat()) {
      const { key, result } = JSON.parse(line) as { key: string; result: unknown };
      const text = JSON.stringify(result);
      expect(results.get(key) ?? text).toBe(text);
      results.set(key, text);
    }
    expect(results.size).toBe(40);
    expect(objectNames(root).length).toBe(40);
    expect(objectNames(root).every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  });

  const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  it.runIf(canMount)('leave no half a file on a full disk, and the error says that it is full', () => {
    const mount = temporaryFolder();
    const script = path.join(temporaryFolder(), 'full.cjs');
    writeFileSync(
      script,
      `const { LocalArtifactStore } = require(${JSON.stringify(path.join(modules, 'localStore.js'))});
       const fs = require('node:fs');
       const store = new LocalArtifactStore(${JSON.stringify(mount)});
       (async () => {
         const small = await store.put(Buffer.alloc(10_000, 1), 'weights');
         const error = await store.put(Buffer.alloc(200_000, 2), 'weights').catch((caught) => caught);
         const files = fs.readdirSync(${JSON.stringify(mount)}, { recursive: true, withFileTypes: true });
         const names = files.filter((each) => each.isFile()).map((each) => each.name);
         const intact = (await store.get(small)).equals(Buffer.alloc(10_000, 1));
         console.log(JSON.stringify({ name: error.name, message: error.message, names, intact, small: small.sha256 }));
       })();`,
    );
    const command = `mount -t tmpfs -o size=100k tmpfs '${mount}' && exec '${process.execPath}' '${script}'`;
    const printed = execFileSync('unshare', ['-rm', 'sh', '-c', command], { encoding: 'utf8' });
    const { name, message, names, intact, small } = JSON.parse(printed) as Record<string, string>;
    const big = createHash('sha256').update(Buffer.alloc(200_000, 2)).digest('hex');
    expect(name).toBe('StoreFullError');
    expect(message).toBe(
      `${path.join(mount, 'objects', big.slice(0, 2), big)}: cannot store 200000 bytes: the disk is full`,
    );
    expect(names).toEqual([small]);
    expect(intact).toBe(true);
  });
});
