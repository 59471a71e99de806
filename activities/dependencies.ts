import type { ArtifactStore, ResultCache } from '../artifacts/types';
import type { JobName, JobParams, JobResult } from './jobs/types';

/** Where jobs run. The worker gives a pool of trainer processes; a test may run them in its own process. */
export interface TrainerRunner {
  run<N extends JobName>(
    name: N,
    params: JobParams<N>,
    options: {
      readonly workDir: string;
      readonly onProgress: (fraction: number, message: string) => void;
      readonly signal: AbortSignal;
      /** 1 goes first, 5 last; default 3. */
      readonly priority?: number;
    },
  ): Promise<JobResult<N>>;
}

/** What decides the last bits of a result besides its inputs; part of every content key of computed numbers. */
export interface EngineInfo {
  readonly tensorflow: string;
  readonly threads: number;
  readonly cpu: string;
  /** `cpu`, or `gpu` and its model. */
  readonly device: string;
  /** Whether the same kernels give the same bits each time; can be switched off on a GPU. */
  readonly deterministic: boolean;
  /** Whether XLA compiles parts of the graphs. */
  readonly xla: boolean;
}

export interface ActivityLogger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface ActivityDependencies {
  readonly store: ArtifactStore;
  readonly cache: ResultCache;
  readonly trainers: TrainerRunner;
  /** Folder of the artifact store; job folders with checkpoints lie under `work/` in it. */
  readonly stateDir: string;
  /** Folder that receives one folder per run with its report. */
  readonly runsDir: string;
  /** Folders that the data of specs may come from; default: anywhere. */
  readonly dataRoots?: readonly string[];
  readonly engine: EngineInfo;
  readonly logger: ActivityLogger;
}
