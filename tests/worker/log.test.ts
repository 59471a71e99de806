import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createLogger } from '../../worker/log';
import { isNoise } from '../../worker/trainerOutput';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rcnas-log-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('createLogger', () => {
  it('writes a line of text for people: time, level unless it is info, message and error', () => {
    const file = join(folder, 'made', 'text.log');
    const logger = createLogger({ file, format: 'text' });
    logger.info('worker ready', { slots: 2 });
    logger.warn('activity failed', { error: 'no such file' });
    logger.debug('not shown');
    const lines = readFileSync(file, 'utf8');
    expect(lines).toMatch(/^\d\d:\d\d:\d\d worker ready\n\d\d:\d\d:\d\d warn: activity failed: no such file\n$/);
  });

  it('writes one JSON document a line for machines, with all fields', () => {
    const file = join(folder, 'machine.log');
    createLogger({ file, format: 'json', level: 'debug' }).debug('step', { job: 'trainNetwork' });
    const line = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(line).toEqual({ level: 'debug', time: expect.any(String) as string, job: 'trainNetwork', msg: 'step' });
  });
});

describe('isNoise', () => {
  it.each([
    ['', true],
    ['2026-03-01 10:00:00.123456: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.', true],
    ['I0000 00:00:1770000000.123456    4711 port.cc:153] oneDNN custom operations are on.', true],
    ['To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow', true],
    ['E0000 00:00:1770000000.123456    4711 cuda_dnn.cc:8310] Unable to register cuDNN factory', false],
    ['2026-03-01 10:00:00.123456: F tensorflow/core/platform/x.cc:1] Check failed', false],
    ['terminate called after throwing an instance of std::bad_alloc', false],
  ])('tells what TensorFlow always prints from what matters: %s', (line, noise) => {
    expect(isNoise(line)).toBe(noise);
  });
});
