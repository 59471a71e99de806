import { describe, expect, it } from 'vitest';

import { gpuOfSlot, ofOneModel, visibleGpus } from '../../worker/gpus';
import { trainerEnvironment } from '../../worker/trainerEnvironment';

const listing = (): string => `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1b2c)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-3d4e)
GPU 2: NVIDIA A100-SXM4-40GB (UUID: GPU-5f60)
`;
const ids = (given: string | undefined, library = 'gpu'): string[] =>
  visibleGpus({ CUDA_VISIBLE_DEVICES: given }, listing, library).map(({ id }) => id);

describe('the GPUs that trainers may use', () => {
  it('are those that nvidia-smi lists, by their UUID', () => {
    expect(visibleGpus({}, listing, 'gpu')).toEqual([
      { id: 'GPU-1b2c', model: 'NVIDIA H100 80GB HBM3' },
      { id: 'GPU-3d4e', model: 'NVIDIA H100 80GB HBM3' },
      { id: 'GPU-5f60', model: 'NVIDIA A100-SXM4-40GB' },
    ]);
  });

  it('are those that CUDA_VISIBLE_DEVICES names, up to the first entry that names none', () => {
    expect(ids('2, GPU-1b')).toEqual(['2', 'GPU-1b']);
    expect(visibleGpus({ CUDA_VISIBLE_DEVICES: '2,GPU-1b' }, listing, 'gpu').map(({ model }) => model)).toEqual([
      'NVIDIA A100-SXM4-40GB',
      'NVIDIA H100 80GB HBM3',
    ]);
    expect(ids('1,-1,0')).toEqual(['1']);
    expect(ids('-1')).toEqual([]);
    expect(ids('')).toEqual([]);
  });

  it('are of unknown model where nvidia-smi does not run, and none when they are not named either', () => {
    expect(visibleGpus({ CUDA_VISIBLE_DEVICES: '0' }, () => null, 'gpu')).toEqual([
      { id: '0', model: 'unknown model' },
    ]);
    expect(visibleGpus({}, () => null, 'gpu')).toEqual([]);
  });

  it('are none with TensorFlow for the processor', () => {
    expect(ids('0', 'cpu')).toEqual([]);
  });

  it('are of one model, that of the first', () => {
    const { used, left } = ofOneModel(visibleGpus({}, listing, 'gpu'));
    expect([used, left].map((gpus) => gpus.map(({ id }) => id))).toEqual([['GPU-1b2c', 'GPU-3d4e'], ['GPU-5f60']]);
    expect(ofOneModel([])).toEqual({ used: [], left: [] });
  });

  it('go to the slots in turn', () => {
    const gpus = visibleGpus({}, listing, 'gpu');
    expect([0, 1, 2, 3].map((slot) => gpuOfSlot(gpus, slot)?.id)).toEqual([
      'GPU-1b2c',
      'GPU-3d4e',
      'GPU-5f60',
      'GPU-1b2c',
    ]);
    expect(gpuOfSlot([], 1)).toBeUndefined();
  });
});

describe('the environment of a trainer', () => {
  const base = {
    ...{ PATH: '/bin', CUDA_VISIBLE_DEVICES: '0,1' },
    ...{ TF_XLA_FLAGS: '--of-the-user', TF_ENABLE_ONEDNN_OPTS: '0' },
  };
  const common = {
    PATH: '/bin',
    TF_NUM_INTRAOP_THREADS: '2',
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: '2',
    TF_CPP_MIN_LOG_LEVEL: '3',
    RCNAS_STORE_ROOT: '/store',
  };
  const environment = (settings: object): NodeJS.ProcessEnv =>
    trainerEnvironment({ threads: 2, storeRoot: '/store', ...settings }, base);

  it('keeps to the processor without a GPU, and to flags that the key of a result knows', () => {
    expect(environment({ deterministic: false })).toEqual({ ...common, CUDA_VISIBLE_DEVICES: '-1' });
  });

  it('pins a GPU, lets its memory grow and asks for deterministic kernels', () => {
    const pinned = { ...common, CUDA_VISIBLE_DEVICES: 'GPU-a', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' };
    const growing = { ...pinned, TF_FORCE_GPU_ALLOW_GROWTH: 'true' };
    expect(environment({ gpu: 'GPU-a' })).toEqual({
      ...growing,
      TF_DETERMINISTIC_OPS: '1',
      TF_CUDNN_DETERMINISTIC: '1',
    });
    expect(environment({ gpu: 'GPU-a', deterministic: false })).toEqual({
      ...growing,
      TF_DETERMINISTIC_OPS: '0',
      TF_CUDNN_DETERMINISTIC: '0',
    });
  });

  it('switches XLA on, on the processor by a flag of its own', () => {
    expect(environment({ xla: true })['TF_XLA_FLAGS']).toBe('--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit');
    expect(environment({ xla: true, gpu: '0' })['TF_XLA_FLAGS']).toBe('--tf_xla_auto_jit=2');
  });
});
