/** Options that every command has. */
export interface GlobalOptions {
  /** Absolute path of the folder with the store, checkpoints and the embedded server's database. */
  readonly stateDir: string;
  /** Absolute path of the folder that receives one folder per run. */
  readonly runsDir: string;
  /** host:port of a Temporal server; without it the embedded server of the state folder. */
  readonly address?: string;
  /** Temporal namespace. */
  readonly namespace: string;
  /** Print one JSON document on standard output. */
  readonly json?: boolean;
}

/** Options of commands that run a worker. */
export interface WorkerOptions {
  /** Trainer processes at a time; default by the machine's processors and memory. */
  readonly slots?: number;
  /** TensorFlow's threads in each trainer; part of what decides the last bits of a result. */
  readonly threads?: number;
}
