import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from '../../schemas/load';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'rcnas-spec-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function problemOf(name: string, content?: string | Uint8Array): Promise<unknown> {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  const loaded = await loadSpec(path);
  expect(loaded.ok).toBe(false);
  return loaded.ok ? [] : loaded.problems;
}

const at = (line: number, column: number, message: string): object[] => [{ line, column, message, pointer: '' }];

describe('loadSpec on a file that is no text', () => {
  it('names a missing file', async () => {
    expect(await problemOf('missing.yaml')).toEqual(at(1, 1, 'the file does not exist'));
    expect(await problemOf('missing/spec.yaml')).toEqual(at(1, 1, 'the file does not exist'));
  });

  it('names a folder', async () => {
    mkdirSync(join(folder, 'folder.yaml'));
    expect(await problemOf('folder.yaml')).toEqual(at(1, 1, 'the file is a folder; give the path of a YAML file'));
  });

  it.skipIf(process.getuid?.() === 0)('names a missing permission', async () => {
    writeFileSync(join(folder, 'secret.yaml'), 'a: 1');
    chmodSync(join(folder, 'secret.yaml'), 0);
    expect(await problemOf('secret.yaml')).toEqual(at(1, 1, 'the file may not be read (permission denied)'));
  });

  it('finds the first NUL byte of a binary file', async () => {
    expect(await problemOf('binary.yaml', Buffer.from('seed: 7\nname: \0\0'))).toEqual(
      at(2, 7, 'the file is a binary file (it has a NUL byte here), not YAML text'),
    );
  });

  it('finds the first byte that is not UTF-8', async () => {
    const text = Buffer.concat([Buffer.from('ok: "äöü"\nnext: '), Buffer.from([0xe4, 0x62]), Buffer.from('\n')]);
    expect(await problemOf('latin1.yaml', text)).toEqual(
      at(2, 7, 'the file is not UTF-8 text: this byte belongs to no character'),
    );
    expect(await problemOf('cut.yaml', Buffer.from('name: ä').subarray(0, 7))).toEqual(
      at(1, 7, 'the file is not UTF-8 text: this byte belongs to no character'),
    );
  });

  it('refuses more than 1 MiB, and takes 1 MiB', async () => {
    expect(await problemOf('large.yaml', `#${'x'.repeat(1024 * 1024)}`)).toEqual(
      at(1, 1, 'the file has 1048577 bytes; a spec has at most 1048576 (1 MiB)'),
    );
    expect(await problemOf('full.yaml', `#${'x'.repeat(1024 * 1024 - 1)}`)).toEqual(
      at(1, 1, 'the file has no content; a spec begins with apiVersion: rcnas/v1'),
    );
  });

  it('does not wait for a pipe, nor read a device without end', async () => {
    expect(await loadSpec('/dev/zero')).toEqual({ ok: false, problems: at(1, 1, 'the file is not a regular file') });
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    // Nobody writes into it: opening it for reading only must not block.
    expect(await problemOf('pipe.yaml')).toEqual(at(1, 1, 'the file is not a regular file'));
  });

  it('takes a byte order mark and CRLF, with right positions', async () => {
    expect(await problemOf('windows.yaml', '\ufeff# spec\r\nseed: -1\r\n')).toContainEqual({
      line: 2,
      column: 7,
      message: 'seed must be an integer from 0 to 2147483647, found -1',
      pointer: '/seed',
    });
  });
});
