import { describe, expect, it } from 'vitest';

import { describeFailure } from '../../cli/failures';
import { NoServerError, UnknownRunError } from '../../cli/errors';
import { InvalidArchitectureError } from '../../architectures/errors';
import { SpecError } from '../../schemas/errors';
import { ServerUnreachableError } from '../../worker/runWorker';
import { TemporalCliMissingError } from '../../worker/temporalCli';

describe('describeFailure', () => {
  it('prints the problems of a spec as they are, for editors to follow', () => {
    const problems = [
      { line: 3, column: 7, message: 'unknown attack pdg-8', pointer: '/x' },
      { line: 9, column: 1, message: 'unknown key sede', pointer: '/y' },
    ];
    expect(describeFailure(new SpecError('a.yaml', problems), {})).toEqual({
      text: 'a.yaml:3:7: unknown attack pdg-8\na.yaml:9:1: unknown key sede\n',
      exitCode: 3,
    });
  });

  it.each([
    [new NoServerError('nothing answers'), 5],
    [new ServerUnreachableError('nothing answers'), 5],
    [new TemporalCliMissingError('nothing answers'), 5],
    [new UnknownRunError('nothing answers'), 2],
    [new InvalidArchitectureError('nothing answers'), 2],
    [Object.assign(new Error('nothing answers'), { syscall: 'open', code: 'ENOENT' }), 1],
  ])('tells a known error in one line, without a stack trace: %s', (error, exitCode) => {
    expect(describeFailure(error, {})).toEqual({ text: 'rcnas: nothing answers\n', exitCode });
  });

  it('takes a lost connection for a missing server', () => {
    const unavailable = Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });
    const wrapped = new Error('Failed to query Workflow', { cause: unavailable });
    expect(describeFailure(wrapped, {})).toEqual({
      text: 'rcnas: the Temporal server does not answer: Failed to query Workflow\n',
      exitCode: 5,
    });
  });

  it('says of an error it does not know that it was not expected', () => {
    expect(describeFailure(new TypeError('x is undefined'), {})).toEqual({
      text: 'rcnas: TypeError: x is undefined\n  (this was not expected; RCNAS_DEBUG=1 shows where it happened)\n',
      exitCode: 1,
    });
    expect(describeFailure('thrown text', {})).toEqual({ text: 'rcnas: thrown text\n', exitCode: 1 });
  });

  it('shows the stack and the causes with RCNAS_DEBUG=1', () => {
    const error = new NoServerError('nothing answers', { cause: new Error('connect ECONNREFUSED') });
    const { text, exitCode } = describeFailure(error, { RCNAS_DEBUG: '1' });
    expect(text).toMatch(/nothing answers\n {4}at [^]*caused by Error: connect ECONNREFUSED\n {4}at /);
    expect(exitCode).toBe(5);
  });
});
