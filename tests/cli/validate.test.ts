import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDist } from '../support/dist';
import { rcnas, repository } from '../support/process';

const invalid = 'tests/schemas/fixtures/invalid/everything-at-once.yaml';
const other = 'tests/schemas/fixtures/invalid/unknown-key-top.yaml';
const valid = 'pipelines/quickstart.yaml';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-validate-'));
  await buildDist();
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expected(fixture: string): string {
  const name = fixture.split('/').at(-1)!;
  const lines = readFileSync(join(repository, fixture.replace(/\.yaml$/, '.expected')), 'utf8');
  return lines.replaceAll(`${name}:`, `${fixture}:`);
}

describe('rcnas validate', () => {
  it('says ok on standard output and exits with 0', async () => {
    expect(await rcnas(['validate', valid])).toMatchObject({ exitCode: 0, stdout: `${valid}: ok\n`, stderr: '' });
  });

  it('prints every problem of every file and exits with 3', async () => {
    expect(await rcnas(['validate', invalid, valid, other])).toMatchObject({
      exitCode: 3,
      stdout: `${valid}: ok\n`,
      stderr: expected(invalid) + expected(other),
    });
  });

  it('prints one JSON document with --json', async () => {
    expect(JSON.parse((await rcnas(['validate', '--json', valid])).stdout)).toEqual({ problems: [] });
    const { exitCode, stdout, stderr } = await rcnas(['validate', valid, other, '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      problems: [
        {
          file: other,
          line: 13,
          column: 1,
          message: 'unknown key "trainings"; did you mean "training"?',
          pointer: '/trainings',
        },
      ],
    });
  });

  it('exits with 3 for files that are missing or no text, without a stack trace', async () => {
    writeFileSync(join(folder, 'binary.yaml'), Buffer.from([0x61, 0x0a, 0x00]));
    expect(await rcnas(['validate', 'missing.yaml', 'binary.yaml', '.'], {}, folder)).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr:
        'missing.yaml:1:1: the file does not exist\n' +
        'binary.yaml:2:1: the file is a binary file (it has a NUL byte here), not YAML text\n' +
        '.:1:1: the file is a folder; give the path of a YAML file\n',
    });
  });

  it('loads neither TensorFlow, Temporal nor ajv, which would take most of its time', () => {
    const script = `require('./dist/cli/main').main(['node', 'rcnas', 'validate', '${valid}']).then(() =>
      process.stdout.write(Object.keys(require.cache).join('\\n')))`;
    const output = execFileSync(process.execPath, ['-e', script], { cwd: repository, encoding: 'utf8' });
    expect(output).toContain(`${valid}: ok\n`);
    const packages = new Set([...output.matchAll(/node_modules\/((?:@[^/\n]+\/)?[^/\n]+)/g)].map((match) => match[1]));
    expect([...packages].sort()).toEqual(['commander', 'yaml']);
  });
});
