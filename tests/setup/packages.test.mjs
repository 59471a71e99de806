import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { root } from '../../scripts/locate.mjs';
import { differenceFromLock } from '../../scripts/setup/packages.mjs';
import { temporaryFolders } from './helpers.mjs';

const newFolder = temporaryFolders();

function checkout({ wanted, installed }) {
  const folder = newFolder();
  if (wanted) writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
  mkdirSync(join(folder, 'node_modules'));
  if (installed)
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  return folder;
}

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/yaml': { version: '2.9.1' },
  'node_modules/@scope/tool/node_modules/ms': { version: '2.1.3' },
  'node_modules/tool-darwin-arm64': { version: '1.0.0', optional: true },
};

it('finds no difference when all but optional packages are installed as locked', () => {
  const installed = {
    'node_modules/yaml': { version: '2.9.1' },
    'node_modules/@scope/tool/node_modules/ms': { version: '2.1.3' },
    'node_modules/extra': { version: '1.0.0' },
  };
  expect(differenceFromLock(checkout({ wanted, installed }))).toBeNull();
});

it('names the first package that is missing or has another version', () => {
  const yaml = { 'node_modules/yaml': { version: '2.9.0' } };
  expect(differenceFromLock(checkout({ wanted, installed: yaml }))).toBe('yaml is 2.9.0, not 2.9.1');
  const onlyYaml = { 'node_modules/yaml': { version: '2.9.1' } };
  expect(differenceFromLock(checkout({ wanted, installed: onlyYaml }))).toBe('ms is missing');
  expect(differenceFromLock(checkout({ wanted }))).toBe('nothing is installed yet');
});

it('says so when the lock file is missing', () => {
  expect(() => differenceFromLock(checkout({}))).toThrow('package-lock.json is missing or damaged.');
});

it('finds this checkout installed as locked, with the one protobufjs that Temporal replays with', async () => {
  expect(differenceFromLock(root)).toBeNull();
  const { version } = (await import('protobufjs/package.json', { with: { type: 'json' } })).default;
  expect(version).toBe('8.8.1');
});
