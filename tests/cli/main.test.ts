import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildDist, buildTimeoutMs } from '../support/dist';
import { rcnas, repository } from '../support/process';

const commands = [
  'run',
  'submit',
  'status',
  'watch',
  'cancel',
  'validate',
  'worker',
  'server',
  'cluster',
  'describe',
  'attack',
  'report',
  'doctor',
];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-cli-'));
  await buildDist();
}, buildTimeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('rcnas', () => {
  it('lists its commands, examples and exit codes with --help', async () => {
    const { exitCode, stdout, stderr } = await rcnas(['--help']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('rcnas run pipelines/quickstart.yaml');
    expect(stdout).toContain('130 interrupted');
  });

  it.each(commands)('shows examples of %s', async (command) => {
    const { exitCode, stdout } = await rcnas([command, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n  rcnas ${command}`));
    expect(stdout).toContain('--state-dir');
  });

  it('prints its version', async () => {
    expect(await rcnas(['--version'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  it.each([
    { args: [], message: 'Usage: rcnas [options] [command]' },
    { args: ['valdate', 'a.yaml'], message: "error: unknown command 'valdate'\n(Did you mean validate?)" },
    { args: ['run'], message: "error: missing required argument 'spec'" },
    { args: ['run', 'a.yaml', '--slot', '2'], message: "error: unknown option '--slot'\n(Did you mean --slots?)" },
    {
      args: ['worker', '--slots', '0'],
      message: "error: option '--slots <number>' argument '0' is invalid. It must be a whole number of at least 1.",
    },
    {
      args: ['server', '--port', '70000'],
      message: "error: option '--port <number>' argument '70000' is invalid. It must be a port from 1 to 65535.",
    },
    {
      args: ['describe', 'WRN-16-4', '--image', '32'],
      message: "rcnas: image must be <height>x<width>x<channels> such as 32x32x3, got '32'",
    },
    { args: ['describe', 'WRN'], message: "rcnas: unknown architecture 'WRN'" },
  ])('refuses wrong usage with exit code 2: $args', async ({ args, message }) => {
    const { exitCode, stdout, stderr } = await rcnas(args);
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it.each([['status'], ['watch'], ['cancel', 'some-run'], ['worker']])(
    'ends with exit code 5 and says what to do when no server runs: %s',
    async (...args) => {
      const { exitCode, stderr } = await rcnas([...args, '--state-dir', folder]);
      expect(stderr).toBe(
        `rcnas: no Temporal server is running for ${folder}; start one with "rcnas server", or name one with --address\n`,
      );
      expect(exitCode).toBe(5);
    },
  );

  it('ends with exit code 5 when nothing answers at the address', async () => {
    const { exitCode, stderr } = await rcnas(['status', '--address', '127.0.0.1:1']);
    expect(stderr).toBe('rcnas: no Temporal server answers at 127.0.0.1:1\n');
    expect(exitCode).toBe(5);
  });

  it('takes the state folder from RCNAS_STATE_DIR', async () => {
    const { stderr } = await rcnas(['status'], { RCNAS_STATE_DIR: join(folder, 'elsewhere') });
    expect(stderr).toContain(`no Temporal server is running for ${join(folder, 'elsewhere')};`);
  });

  it('loads neither Temporal nor TensorFlow to validate or describe, so that it starts fast', async () => {
    const script = `
      const { main } = require('./dist/cli/main.js');
      main(process.argv).then((code) => {
        const packages = Object.keys(require.cache).flatMap((file) => /node_modules.((@[^/]+.)?[^/]+)/.exec(file)?.[1] ?? []);
        process.stderr.write(JSON.stringify({ code, packages: [...new Set(packages)].sort() }));
      });`;
    const loadedBy = async (...args: string[]): Promise<{ code: number; packages: string[] }> => {
      const command = ['-e', script, 'rcnas', ...args];
      const { stderr } = await promisify(execFile)(process.execPath, command, { cwd: repository });
      return JSON.parse(stderr.slice(stderr.lastIndexOf('{"code"'))) as { code: number; packages: string[] };
    };
    expect(await loadedBy('describe', 'WRN-16-4')).toEqual({ code: 0, packages: ['commander'] });
    const { code, packages } = await loadedBy('validate', join(repository, 'package.json'));
    expect(code).toBe(3);
    expect(packages).toContain('yaml');
    expect(packages.filter((name) => /^@temporalio|^@tensorflow|^pino|^vega|^ajv$/.test(name))).toEqual([]);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const command = `${process.execPath} bin/rcnas.js --help | head -n 1`;
    expect(execFileSync('bash', ['-o', 'pipefail', '-c', command], { encoding: 'utf8' })).toBe(
      'Usage: rcnas [options] [command]\n',
    );
  });
});

describe('rcnas doctor', () => {
  it('finds this machine ready, and says so in one JSON document', async () => {
    const { exitCode, stdout } = await rcnas(['doctor', '--json', '--state-dir', folder]);
    const { healthy, checks } = JSON.parse(stdout) as {
      healthy: boolean;
      checks: { name: string; status: string; found: string }[];
    };
    const problems = checks.filter(({ status }) => status === 'problem');
    expect(problems).toEqual([]);
    expect(healthy).toBe(true);
    expect(exitCode).toBe(0);
    expect(checks.find(({ name }) => name === 'TensorFlow')?.found).toMatch(
      /^2\.\d+\.\d+ on .*; a convolution gave the right numbers$/,
    );
    expect(checks.map(({ name }) => name)).toEqual([
      'Node',
      'TensorFlow addon',
      'TensorFlow',
      'Temporal program',
      'C++ compiler',
      'Workflow bundle',
      'Disk space',
      'Memory',
      'Data set digits',
      'Data set fashion-mnist',
      'Temporal server',
    ]);
  });

  it('names what is wrong and what to do, and fails', async () => {
    const { exitCode, stdout } = await rcnas(['doctor', '--address', '127.0.0.1:1'], {
      RCNAS_TEMPORAL_CLI: '/no/temporal',
    });
    expect(stdout).toMatch(
      /^problem {2}Temporal program {8}RCNAS_TEMPORAL_CLI is \/no\/temporal, which is not an executable file\n {33}-> run: npm run setup$/m,
    );
    expect(stdout).toMatch(/^problem {2}Temporal server {9}nothing answers at 127\.0\.0\.1:1 for namespace default$/m);
    expect(exitCode).toBe(1);
  });
});
