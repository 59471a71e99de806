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
    const tail = (this.output ?? '').trim().split('\n').slice(-15);
    const lines = [`Set-up stopped: ${this.message}`];
    if (tail[0]) lines.push(...tail.map((line) => `  | ${line}`));
    if (this.cause instanceof SetupFailure) lines.push(`  because: ${this.cause.message}`);
    if (this.remedies.length > 0) lines.push('What to do:', ...this.remedies.map((remedy) => `  - ${remedy}`));
    return lines.join('\n');
  }
}
