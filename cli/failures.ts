/** How an error that ends a command is told to the user, and the exit code that goes with it. */
import { exitCodes } from './exitCodes';

/** By name, so that no command has to load the code of all others. */
const exitCodeByName: Readonly<Record<string, number>> = {
  SpecError: exitCodes.invalidSpec,
  SpecTooLargeError: exitCodes.invalidSpec,
  UnknownRunError: exitCodes.usage,
  UnknownNetworkError: exitCodes.usage,
  UnknownScheduleError: exitCodes.usage,
  ScheduleExistsError: exitCodes.usage,
  UnknownAgentError: exitCodes.usage,
  AttackParameterError: exitCodes.usage,
  UnknownStepError: exitCodes.usage,
  SettingError: exitCodes.usage,
  InvalidArchitectureError: exitCodes.usage,
  GateNotMetError: exitCodes.gateNotMet,
  NoServerError: exitCodes.noServer,
  ServerUnreachableError: exitCodes.noServer,
  TemporalServerError: exitCodes.noServer,
  TemporalCliMissingError: exitCodes.noServer,
  SearchAttributesError: exitCodes.noServer,
  DiskBudgetError: exitCodes.usage,
  DatasetError: exitCodes.runFailed,
  DatasetDownloadError: exitCodes.runFailed,
  NoGpuError: exitCodes.runFailed,
  TrainerStartError: exitCodes.runFailed,
  StoreAccessError: exitCodes.runFailed,
  StoreFullError: exitCodes.runFailed,
  CorruptArtifactError: exitCodes.runFailed,
  SafetensorsError: exitCodes.runFailed,
  AttackInputError: exitCodes.runFailed,
  NonFiniteLogitsError: exitCodes.runFailed,
  UnsoundAttackError: exitCodes.runFailed,
  TrainerCrashedError: exitCodes.runFailed,
  TrainerHungError: exitCodes.runFailed,
  StoreLocationError: exitCodes.usage,
  StoreUnreachableError: exitCodes.runFailed,
};

/** Codes of gRPC that mean that nothing answers. */
const grpcUnreachable = [4, 14];

export interface Failure {
  /** Whole lines, ready for standard error. */
  readonly text: string;
  readonly exitCode: number;
}

/** With RCNAS_DEBUG=1 the text has the stack trace and the causes. */
export function describeFailure(error: unknown, environment: NodeJS.ProcessEnv = process.env): Failure {
  const { text, exitCode } = explain(error);
  const debug = environment['RCNAS_DEBUG'] === '1' && error instanceof Error;
  return { text: `${debug ? stackOf(error) : text}\n`, exitCode };
}

function explain(error: unknown): Failure {
  if (!(error instanceof Error)) return { text: `rcnas: ${String(error)}`, exitCode: exitCodes.runFailed };
  // Its lines begin with file:line:column, which editors make links of.
  if (error.name === 'SpecError') return { text: error.message, exitCode: exitCodes.invalidSpec };
  const known = exitCodeByName[error.name];
  if (known !== undefined) return { text: `rcnas: ${error.message}`, exitCode: known };
  if (isUnreachable(error)) {
    return { text: `rcnas: the Temporal server does not answer: ${error.message}`, exitCode: exitCodes.noServer };
  }
  if (isSystemError(error)) return { text: `rcnas: ${error.message}`, exitCode: exitCodes.runFailed };
  const hint = 'this was not expected; RCNAS_DEBUG=1 shows where it happened';
  return { text: `rcnas: ${error.name}: ${error.message}\n  (${hint})`, exitCode: exitCodes.runFailed };
}

function isUnreachable(error: Error): boolean {
  const codes = [error, error.cause].map((e) =>
    typeof e === 'object' && e !== null && 'code' in e ? e.code : undefined,
  );
  return (
    error.name === 'TransportError' || codes.some((code) => typeof code === 'number' && grpcUnreachable.includes(code))
  );
}

/** A file that is missing, a full disk, a permission: the system's message says it all. */
function isSystemError(error: Error): boolean {
  return 'syscall' in error && 'code' in error;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return (error.stack ?? `${error.name}: ${error.message}`) + cause;
}
