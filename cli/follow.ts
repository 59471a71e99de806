/** Follows a run to its end: a live block on a terminal, plain lines elsewhere. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerConnection } from './connection';
import { activityLines, headline } from './progressText';
import type { RunHandle } from './runs';
import { takeSnapshot, type RunSnapshot } from './snapshot';

const pollIntervalMs = 1_000;
/** A server whose process has been gone for so many polls has been stopped, with the run that owned it. */
const pollsUntilEnded = 3;
/** The client retries on its own for longer than anyone wants to look at a standing picture. */
const pollTimeoutMs = 4_000;
/** Without a terminal an unchanged state is repeated so often, as a sign of life. */
const plainRepeatMs = 30_000;

export interface FollowOptions {
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/** Resolves with the run's final status, `server ended`, or null when the signal ends the watching first. */
export async function followRun(
  server: Pick<ServerConnection, 'client' | 'hasEnded'>,
  handle: RunHandle,
  { output, signal }: FollowOptions,
): Promise<string | null> {
  const view = output.isTTY && process.env['TERM'] !== 'dumb' ? liveView(output) : plainView(output);
  let lostPolls = 0;
  while (!signal.aborted) {
    const { client } = server;
    const snapshot = await client
      .withDeadline(Date.now() + pollTimeoutMs, () => takeSnapshot(client, handle))
      .catch(() => null);
    if (snapshot === null) {
      view.lost();
      if (++lostPolls >= pollsUntilEnded && server.hasEnded()) return 'server ended';
    } else {
      lostPolls = 0;
      view.show(snapshot);
      if (snapshot.status !== 'running') return snapshot.status;
    }
    await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

interface View {
  show(snapshot: RunSnapshot): void;
  /** The server did not answer this time. */
  lost(): void;
}

function liveView(output: NodeJS.WriteStream): View {
  let drawn = 0;
  const draw = (lines: readonly string[]) => {
    const width = Math.max(20, output.columns) - 1;
    const erase = drawn > 0 ? `\x1b[${drawn}A\x1b[J` : '';
    output.write(erase + lines.map((line) => `${clip(line, width)}\n`).join(''));
    drawn = lines.length;
  };
  return {
    show: (snapshot) => draw([headline(snapshot, Date.now()), ...activityLines(snapshot).map((line) => `  ${line}`)]),
    lost: () => draw(['the Temporal server does not answer; waiting for it']),
  };
}

function plainView(output: NodeJS.WriteStream): View {
  let last = '';
  let lastMs = 0;
  const print = (line: string, identity: string) => {
    const nowMs = Date.now();
    if (identity === last && nowMs - lastMs < plainRepeatMs) return;
    output.write(`${line}\n`);
    [last, lastMs] = [identity, nowMs];
  };
  return {
    show: (snapshot) => {
      const { progress, status } = snapshot;
      const failing = activityLines({
        ...snapshot,
        activities: snapshot.activities.filter(({ attempt }) => attempt > 1),
      });
      const counts = progress && [
        progress.phase,
        progress.teachers.done,
        progress.children.done,
        progress.targets.done,
      ];
      print([headline(snapshot, Date.now()), ...failing].join('\n  '), JSON.stringify([status, counts, failing]));
    },
    lost: () => print('the Temporal server does not answer; waiting for it', 'lost'),
  };
}

function clip(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
