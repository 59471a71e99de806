import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { addonFolder, root, stateFolder } from '../../scripts/locate.mjs';
import { temporaryFolders } from './helpers.mjs';

const newFolder = temporaryFolders();

function setUp(args = [], cwd = root) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs', ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Processor time, unlike time on the clock, is the same when other tests keep the machine busy. */
const REPORT_CPU_MS = `data:text/javascript,process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  console.log((user + system) / 1000);
});`;

/** Every file that the set-up makes, with the time of its last change. */
function snapshot() {
  const folders = [
    join(stateFolder, 'bin'),
    join(addonFolder, 'deps'),
    join(addonFolder, 'lib'),
    join(root, 'dist'),
    join(root, 'node_modules', '.bin'),
  ];
  const files = folders.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)));
  return Object.fromEntries([...files, join(stateFolder, 'stamps.json')].map((file) => [file, statSync(file).mtimeMs]));
}

it('is instant the second time and changes nothing', () => {
  const first = setUp();
  expect(first.status, first.stderr).toBe(0);
  const before = snapshot();
  const second = spawnSync(process.execPath, ['--import', REPORT_CPU_MS, 'scripts/setup.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(second.stderr).toMatch(
    /^\[set-up\] Everything is in place: TensorFlow \d+\.\d+\.\d+, Temporal CLI \d+\.\d+\.\d+\n$/,
  );
  expect(Number(second.stdout)).toBeGreaterThan(0);
  expect(Number(second.stdout)).toBeLessThan(300);
  expect(setUp(['--quiet'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  expect(snapshot()).toEqual(before);
}, 240_000);

it('names a wrong option', () => {
  expect(setUp(['--gpus'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'Set-up stopped: Unknown option --gpus; there are --quiet, --cpu, --gpu.\n',
  });
});

it('shows what npm said when the packages cannot be installed', () => {
  const folder = newFolder();
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { yaml: '2.9.1' } }),
  );
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({
      name: 'x',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: { '': { name: 'x', version: '1.0.0' } },
    }),
  );
  const { status, stderr } = setUp([], folder);
  expect(status).toBe(1);
  expect(stderr).toContain(
    '[set-up] Installing the npm packages (nothing is installed yet)\nSet-up stopped: npm could not install the packages.\n',
  );
  expect(stderr).toContain('Missing: yaml@');
  expect(stderr).toContain('What to do:\n  - ');
});

it('lets the command line say what is missing before the set-up', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'bin'));
  cpSync(join(root, 'bin', 'rcnas.js'), join(folder, 'bin', 'rcnas.js'));
  const { status, stderr } = spawnSync(process.execPath, ['bin/rcnas.js', 'run'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'rcnas is not built yet. Set it up first: npm run setup\n' });
});
