import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { Stamps } from '../../scripts/setup/stamps.mjs';
import { isAtLeast, isSupportedNode, parseVersion } from '../../scripts/setup/versions.mjs';
import { temporaryFolders } from './helpers.mjs';

const newFolder = temporaryFolders();

describe('stamps', () => {
  function recorded() {
    const folder = newFolder();
    const output = join(folder, 'library.so');
    writeFileSync(output, '0123456789');
    const file = join(folder, 'state', 'stamps.json');
    new Stamps(file).record('library', 'version 1', [output], { version: '1' });
    return { file, output };
  }

  it('remember a step, its key and its facts over processes', () => {
    const { file } = recorded();
    const stamps = new Stamps(file);
    expect(stamps.isCurrent('library', 'version 1')).toBe(true);
    expect(stamps.facts('library')).toEqual({ version: '1' });
  });

  it('are not current when the key changed, the step is unknown, or an output changed its size or is gone', () => {
    const { file, output } = recorded();
    expect(new Stamps(file).isCurrent('library', 'version 2')).toBe(false);
    expect(new Stamps(file).isCurrent('addon', 'version 1')).toBe(false);
    writeFileSync(output, 'short');
    expect(new Stamps(file).isCurrent('library', 'version 1')).toBe(false);
    rmSync(output);
    expect(new Stamps(file).isCurrent('library', 'version 1')).toBe(false);
  });

  it.each(['', '{"library": {"key": "version 1"}}', '{"library": null}', '[]', 'not JSON'])(
    'are empty when the file is damaged: %j',
    (text) => {
      const { file, output } = recorded();
      writeFileSync(file, text);
      const stamps = new Stamps(file);
      expect(stamps.isCurrent('library', 'version 1')).toBe(false);
      stamps.record('library', 'version 1', [output]);
      expect(new Stamps(file).isCurrent('library', 'version 1')).toBe(true);
    },
  );

  it('refuse to record a step whose output is missing', () => {
    const file = join(newFolder(), 'stamps.json');
    expect(() => new Stamps(file).record('addon', 'key', ['/nonexistent/addon.node'])).toThrow(
      'step addon is recorded without its output /nonexistent/addon.node',
    );
    expect(existsSync(file)).toBe(false);
  });
});

describe('versions', () => {
  it.each([
    ['v20.19.0', true],
    ['v20.20.2', true],
    ['v22.0.0', true],
    ['v22.23.3', true],
    ['v20.18.3', false],
    ['v18.20.0', false],
    ['v21.7.0', false],
    ['v23.0.0', false],
    ['v24.1.0', false],
    ['', false],
  ])('Node %s is supported: %s', (version, supported) => {
    expect(isSupportedNode(version)).toBe(supported);
  });

  it('are read out of what programs print', () => {
    expect(parseVersion('temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)')).toEqual([1, 9, 1]);
    expect(parseVersion('Python 3.9')).toEqual([3, 9, 0]);
    expect(parseVersion('no number')).toBeNull();
  });

  it.each([
    ['1.9.0', '1.9.0', true],
    ['1.10.0', '1.9.1', true],
    ['2.0.0', '1.9.1', true],
    ['1.9.0', '1.9.1', false],
    ['0.99.9', '1.0.0', false],
    ['', '1.0.0', false],
  ])('%j is at least %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});
