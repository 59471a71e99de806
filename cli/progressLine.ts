const plainIntervalMs = 10_000;

export interface ProgressLine {
  /** Replaces the line, or on something that is no terminal prints one every 10 s. */
  show(text: string): void;
  /** Prints a line that stays. */
  print(text: string): void;
  clear(): void;
}

/** One line that changes in place. */
export function progressLine(output: NodeJS.WriteStream): ProgressLine {
  const isLive = output.isTTY && process.env['TERM'] !== 'dumb';
  const erase = isLive ? '\r\u001b[K' : '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    show(text) {
      const nowMs = performance.now();
      if (isLive) output.write(erase + text.slice(0, Math.max(20, output.columns - 1)));
      else if (nowMs - lastMs >= plainIntervalMs) output.write(`${text}\n`);
      else return;
      lastMs = nowMs;
    },
    print: (text) => void output.write(`${erase}${text}\n`),
    clear: () => void (isLive && output.write(erase)),
  };
}
