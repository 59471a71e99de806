import { describe, expect, it } from 'vitest';

import type { EngineInfo } from '../../activities/dependencies';
import { resultIdentity } from '../../activities/identity';
import { stepKey } from '../../artifacts/keys';

const architecture = { name: 'mine', stemStride: 1, stages: [{ depth: 1, width: 2, stride: 1, robust: false }] };
const data = { name: 'digits', digest: 'd1', seed: 5, config: { source: 'digits', evaluation: 64, path: '/a' } };

describe('identity of a job', () => {
  it('leaves out names for people and where files lie', () => {
    expect(resultIdentity({ architecture, data })).toEqual(
      resultIdentity({
        architecture: { ...architecture, name: 'yours' },
        data: { ...data, name: 'numbers', config: { ...data.config, path: '/b' } },
      }),
    );
  });

  it.each([
    ['a stage', { architecture: { ...architecture, stages: [{ ...architecture.stages[0], width: 3 }] }, data }],
    ['the stem', { architecture: { ...architecture, stemStride: 2 }, data }],
    ['the content of the data', { architecture, data: { ...data, digest: 'd2' } }],
    ['the seed of the split', { architecture, data: { ...data, seed: 6 } }],
    ['the size of the evaluation set', { architecture, data: { ...data, config: { ...data.config, evaluation: 65 } } }],
  ])('changes with %s', (_, other) => {
    expect(resultIdentity(other)).not.toEqual(resultIdentity({ architecture, data }));
  });

  it.each([{ device: 'gpu NVIDIA H100' }, { deterministic: false }, { xla: true }])(
    'changes with what the engine computes on, and how: %o',
    (other) => {
      const engine = { tensorflow: '2.21.0', threads: 2, cpu: 'x', device: 'cpu', deterministic: true, xla: false };
      const key = (value: EngineInfo) => stepKey('trainNetwork', 1, resultIdentity({ params: {}, engine: value }));
      expect(key({ ...engine, ...other })).not.toBe(key(engine));
    },
  );

  it('drops fields that are undefined, as the JSON of a payload does', () => {
    expect(resultIdentity({ a: undefined, b: [1, { c: undefined }] })).toEqual({ b: [1, {}] });
  });
});
