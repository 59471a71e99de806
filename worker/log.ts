/** Log lines of the worker: for people on a terminal, JSON for machines. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import pino from 'pino';

type Fields = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

export interface LoggerOptions {
  /** Default: RCNAS_LOG_LEVEL, else `info`. */
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `text`: time, level and message; `json`: one document a line. Default `text` on a terminal. */
  readonly format?: 'text' | 'json';
  /** A file that lines are appended to; default standard error. */
  readonly file?: string;
}

export function createLogger(options: LoggerOptions = {}): Logger {
  const format = options.format ?? (options.file === undefined && process.stderr.isTTY ? 'text' : 'json');
  if (options.file !== undefined) mkdirSync(dirname(options.file), { recursive: true });
  // Synchronous, so that the last lines before a crash are there.
  const sink = pino.destination({ dest: options.file ?? 2, sync: true });
  // A full disk costs lines, not the process.
  sink.on('error', () => undefined);
  const stream = format === 'json' ? sink : { write: (line: string): void => void sink.write(asText(line)) };
  const level = options.level ?? process.env['RCNAS_LOG_LEVEL'] ?? 'info';
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return {
    debug: (message, fields = {}) => log.debug(fields, message),
    info: (message, fields = {}) => log.info(fields, message),
    warn: (message, fields = {}) => log.warn(fields, message),
    error: (message, fields = {}) => log.error(fields, message),
  };
}

function asText(line: string): string {
  const { time, level, msg, error } = JSON.parse(line) as { time: string; level: string; msg: string; error?: string };
  const mark = level === 'info' ? '' : `${level}: `;
  const reason = error === undefined ? '' : `: ${error}`;
  return `${time.slice(11, 19)} ${mark}${msg}${reason}\n`;
}
