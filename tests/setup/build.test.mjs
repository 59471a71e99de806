import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { expect, it, vi } from 'vitest';

import { root } from '../../scripts/locate.mjs';
import { temporaryFolders } from './helpers.mjs';

const newFolder = temporaryFolders();
/** Each build starts the TypeScript compiler: 3 s alone, far more on a busy machine. */
vi.setConfig({ testTimeout: 240_000 });

/** A small checkout with this one's scripts, settings and packages. */
function checkout(files) {
  const folder = newFolder();
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) write(folder, name, text);
  return folder;
}

function write(folder, name, text) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function build(folder) {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

it('compiles, copies what is no TypeScript, bundles the workflows, and does nothing when nothing changed', () => {
  const folder = checkout({
    'schemas/pipeline.schema.json': '{"title": "pipeline"}',
    'search/reward.ts': 'export const twice = (x: number): number => 2 * x;\n',
    'workflows/interceptors.ts': 'export const interceptors = () => ({});\n',
    'workflows/index.ts':
      "import { sleep } from '@temporalio/workflow';\nexport async function nap(): Promise<void> {\n  await sleep(1);\n}\n",
    'tests/reward.test.ts': 'export const notPartOfTheBuild = 1;\n',
  });
  const first = build(folder);
  expect(first).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^\[build\] Built dist\/ from 4 files in [\d.]+ s\n$/),
  });
  const load = createRequire(join(folder, 'package.json'));
  expect(load('./dist/search/reward.js').twice(21)).toBe(42);
  expect(readFileSync(join(folder, 'dist/schemas/pipeline.schema.json'), 'utf8')).toBe('{"title": "pipeline"}');
  expect(readFileSync(join(folder, 'dist/workflows/bundle.js'), 'utf8')).toContain('async function nap');
  expect(existsSync(join(folder, 'dist/tests'))).toBe(false);

  expect(build(folder)).toEqual({ status: 0, stderr: '[build] dist/ is up to date\n' });

  rmSync(join(folder, 'dist/search/reward.js'));
  expect(build(folder).status).toBe(0);
  expect(existsSync(join(folder, 'dist/search/reward.js'))).toBe(true);
});

it('removes what a renamed source had left, and names an error where it is', () => {
  const folder = checkout({ 'search/old.ts': 'export const a = 1;\n' });
  expect(build(folder).status).toBe(0);
  rmSync(join(folder, 'search/old.ts'));
  write(folder, 'search/new.ts', 'export const a = 1;\n');
  expect(build(folder).status).toBe(0);
  expect(readdirSync(join(folder, 'dist/search')).sort()).toEqual(['new.d.ts', 'new.js', 'new.js.map']);

  write(folder, 'search/new.ts', 'export const a: string = 1;\n');
  const broken = build(folder);
  expect(broken.status).toBe(1);
  expect(broken.stderr).toContain('Set-up stopped: The sources do not compile.');
  expect(broken.stderr).toContain(
    "search/new.ts(1,14): error TS2322: Type 'number' is not assignable to type 'string'.",
  );
});
