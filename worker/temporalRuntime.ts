/** Temporal's native runtime, of which a process has one; its log lines go to ours. */
import { makeTelemetryFilterString, Runtime, type LogLevel, type LogMetadata } from '@temporalio/worker';

import type { Logger } from './log';

const outageNoticeIntervalMs = 30_000;

let installedFor: { logger: Logger } | undefined;

/** Installs the runtime the first time; afterwards its lines go to the newest logger. */
export function installRuntime(logger: Logger): void {
  if (installedFor !== undefined) {
    installedFor.logger = logger;
    return;
  }
  const target = { logger };
  installedFor = target;
  let lastOutageMs = -Infinity;
  const log = (level: LogLevel, message: string, meta: LogMetadata = {}): void => {
    if (isOutage(message)) {
      if (performance.now() - lastOutageMs < outageNoticeIntervalMs) return;
      lastOutageMs = performance.now();
      target.logger.warn('the Temporal server does not answer; waiting for it');
      return;
    }
    write(target.logger, level, message, meta);
  };
  Runtime.install({
    shutdownSignals: [],
    logger: {
      log,
      trace: (message, meta) => log('TRACE', message, meta),
      debug: (message, meta) => log('DEBUG', message, meta),
      info: (message, meta) => log('INFO', message, meta),
      warn: (message, meta) => log('WARN', message, meta),
      error: (message, meta) => log('ERROR', message, meta),
    },
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
  });
}

/** The native client repeats such a line with every call it tries again. */
function isOutage(message: string): boolean {
  return /gRPC call .* retried \d+ times|network error|error trying to connect|connection refused/i.test(message);
}

function write(logger: Logger, level: LogLevel, message: string, meta: LogMetadata): void {
  const fields = meta['error'] instanceof Error ? { error: meta['error'].message } : {};
  switch (level) {
    case 'TRACE':
    case 'DEBUG':
      return logger.debug(message, fields);
    case 'INFO':
      // What the library says about itself is for those who look for it.
      return meta['sdkComponent'] === 'worker' || meta['sdkComponent'] === 'core'
        ? logger.debug(message, fields)
        : logger.info(message, fields);
    case 'WARN':
      return logger.warn(message, fields);
    case 'ERROR':
      return logger.error(message, fields);
  }
}
