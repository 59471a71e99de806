import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digitsFolder } from '../../datasets/digits';
import { datasetDigest, loadDataset } from '../../datasets/load';
import { temporaryFolder } from './samples';

const shipped = path.join(digitsFolder, 'digits.csv.gz');

function digits(folder: string) {
  return { source: 'digits', evaluation: 50, path: folder } as const;
}

/** A folder that is allowed and one that is not, each with the digits. */
function twoFolders(): { allowed: string; other: string } {
  const folder = temporaryFolder();
  const [allowed, other] = [path.join(folder, 'allowed'), path.join(folder, 'other')];
  for (const made of [allowed, other]) {
    mkdirSync(made);
    copyFileSync(shipped, path.join(made, 'digits.csv.gz'));
  }
  return { allowed, other };
}

async function refusal(folder: string, roots: readonly string[]): Promise<string> {
  const error: unknown = await loadDataset(digits(folder), 1, { roots }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'DatasetError' });
  await expect(datasetDigest(digits(folder), { roots })).rejects.toThrow((error as Error).message);
  return (error as Error).message;
}

describe('folders that data may come from', () => {
  it('hold data sets, themselves and below', async () => {
    const { allowed } = twoFolders();
    for (const root of [allowed, path.dirname(allowed), `${allowed}/`, `${allowed}/../allowed`]) {
      expect((await loadDataset(digits(allowed), 1, { roots: ['/nowhere', root] })).evaluation.count).toBe(50);
    }
  });

  it('refuse another folder, however its path is written', async () => {
    const { allowed, other } = twoFolders();
    const message = `lies outside of the folders that data may come from: ${allowed} (--data-root allows others)`;
    for (const folder of [other, path.join(allowed, '..', 'other'), `${allowed}/../other`, '/etc', '/']) {
      expect(await refusal(folder, [allowed])).toContain(message);
    }
    expect(await refusal(`${allowed}-beside`, [allowed])).toContain(message);
  });

  it('refuse a link that leads out, of the folder and of a file in it', async () => {
    const { allowed, other } = twoFolders();
    const link = path.join(allowed, 'link');
    symlinkSync(other, link);
    expect(await refusal(link, [allowed])).toContain(`${link} leads to ${other}, which lies outside`);

    const files = path.join(allowed, 'files');
    mkdirSync(files);
    symlinkSync(path.join(other, 'digits.csv.gz'), path.join(files, 'digits.csv.gz'));
    expect(await refusal(files, [allowed])).toContain(`leads to ${path.join(other, 'digits.csv.gz')}, which`);
  });

  it('accept a link that stays inside, and a root that is a link', async () => {
    const { allowed } = twoFolders();
    const root = path.join(path.dirname(allowed), 'root');
    symlinkSync(allowed, root);
    symlinkSync('.', path.join(allowed, 'here'));
    expect((await loadDataset(digits(path.join(allowed, 'here')), 1, { roots: [root] })).evaluation.count).toBe(50);
  });

  it('say of a folder that does not exist only that it does not, when it would be inside', async () => {
    const { allowed } = twoFolders();
    expect(await refusal(path.join(allowed, 'none'), [allowed])).toContain('no such file');
  });
});

describe('files that are not what they seem', () => {
  it('refuse a gzip file that unpacks to far more than it should', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'digits.csv.gz'), gzipSync(Buffer.alloc(64 * 2 ** 20)));
    expect(await refusal(folder, [folder])).toContain('uncompressed content is longer than the expected 264712 bytes');
  });

  it('refuse a file of a terabyte without reading it', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'digits.csv');
    writeFileSync(file, '');
    truncateSync(file, 2 ** 40);
    expect(await refusal(folder, [folder])).toBe(`${file}: ${2 ** 40} bytes, far more than the expected 264712`);
  });

  it.runIf(process.platform === 'linux')('refuse a pipe instead of waiting for it', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'digits.csv');
    execFileSync('mkfifo', [file]);
    expect(await refusal(folder, [folder])).toBe(`${file}: cannot be read: it is not a regular file`);
  });
});
