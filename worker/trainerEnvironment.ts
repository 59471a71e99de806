/** Environment of a trainer process. TensorFlow reads it once, when it is loaded, so it must be there before the start. */

import { delimiter } from 'node:path';

import { withoutSecrets } from './serverAccess';

export interface TrainerSettings {
  /** Threads of TensorFlow's kernels. */
  readonly threads: number;
  /** Local folder of the store. */
  readonly storeRoot: string;
  /** `s3://bucket/prefix` of the store; default: it is in the folder. */
  readonly storeUrl?: string;
  /** Folders that the data of specs may come from; default: anywhere. */
  readonly dataRoots?: readonly string[];
  /** What CUDA_VISIBLE_DEVICES calls the trainer's GPU; undefined: it computes on the processor. */
  readonly gpu?: string;
  /** On a GPU: only kernels that give the same bits each time; default true. */
  readonly deterministic?: boolean;
  /** Let XLA compile parts of the graphs; default false. */
  readonly xla?: boolean;
}

export function trainerEnvironment(
  { threads, storeRoot, storeUrl, dataRoots, gpu, deterministic = true, xla = false }: TrainerSettings,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  // Set by the user the flags would change results that are stored as if they were not. The store is the worker's.
  const { TF_XLA_FLAGS: _, TF_ENABLE_ONEDNN_OPTS: __, RCNAS_STORE: ___, ...inherited } = withoutSecrets(base);
  return {
    ...inherited,
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: String(threads),
    TF_CPP_MIN_LOG_LEVEL: '3',
    RCNAS_STORE_ROOT: storeRoot,
    ...(storeUrl === undefined ? {} : { RCNAS_STORE: storeUrl }),
    ...(dataRoots === undefined ? {} : { RCNAS_DATA_ROOTS: dataRoots.join(delimiter) }),
    ...(gpu === undefined ? { CUDA_VISIBLE_DEVICES: '-1' } : gpuEnvironment(gpu, deterministic)),
    ...(xla ? { TF_XLA_FLAGS: `--tf_xla_auto_jit=2${gpu === undefined ? ' --tf_xla_cpu_global_jit' : ''}` } : {}),
  };
}

function gpuEnvironment(gpu: string, deterministic: boolean): NodeJS.ProcessEnv {
  const required = deterministic ? '1' : '0';
  return {
    CUDA_VISIBLE_DEVICES: gpu,
    // The order of nvidia-smi's indices.
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    // Otherwise the first trainer takes all of the GPU's memory.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    TF_DETERMINISTIC_OPS: required,
    TF_CUDNN_DETERMINISTIC: required,
  };
}
