import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { addPin, readPins, removePin, type Pin } from '../../artifacts/pins';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rcnas-pins-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pin = (name: string, ...artifacts: string[]): Pin => ({
  name,
  kind: 'run',
  pinnedAt: '2026-11-22T02:30:00.000Z',
  artifacts,
});

describe('pins', () => {
  it('are none in a new folder, and are added, renewed and removed by name', async () => {
    expect(await readPins(folder)).toEqual([]);
    await addPin(folder, pin('a', 'x'));
    await addPin(folder, pin('b'));
    await addPin(folder, pin('a', 'y'));
    expect(await readPins(folder)).toEqual([pin('b'), pin('a', 'y')]);
    expect(await removePin(folder, 'b')).toBe(true);
    expect(await removePin(folder, 'b')).toBe(false);
    expect(await readPins(folder)).toEqual([pin('a', 'y')]);
  });

  it('all count when several are made at once', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `run-${i}`);
    await Promise.all(names.map((name) => addPin(folder, pin(name))));
    expect((await readPins(folder)).map(({ name }) => name).sort()).toEqual(names);
  });

  it.each(['', '{}', '[]', '{"pins": 3}', '{"pins": [{"name": "a"}]}'])(
    'stop whoever reads them when the file holds %j',
    async (text) => {
      writeFileSync(join(folder, 'pins.json'), text);
      await expect(readPins(folder)).rejects.toThrow('pins.json is not a list of pins; put it right, or delete it');
    },
  );
});
