/** A problem that the person who runs the set-up can solve: what is wrong, and what to do about it. */
export class SetupFailure extends Error {
  /**
   * @param {string} problem one sentence
   * @param {string[]} remedies what to do, in order of preference
   * @param {{ cause?: unknown, output?: string }} [details] `output`: what the failing program printed
   */
  constructor(problem, remedies = [], { cause, output } = {}) {
    super(problem, { cause });
    this.name = 'SetupFailure';
    this.remedies = remedies;
    this.output = output;
  }

  toString() {
    const lines = [`Set-up stopped: ${this.message}`];
    if (this.output?.trim()) lines.push(...shorten(this.output.trim().split('\n')).map((line) => `  | ${line}`));
    if (this.remedies.length > 0) lines.push('What to do:', ...this.remedies.map((remedy) => `  - ${remedy}`));
    return lines.join('\n');
  }
}

/** The beginning says what went wrong, the end how it ended. */
function shorten(lines, head = 12, tail = 8) {
  const left = lines.length - head - tail;
  return left <= 1 ? lines : [...lines.slice(0, head), `... (${left} lines)`, ...lines.slice(-tail)];
}
