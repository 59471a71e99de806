import { describe, expect, it } from 'vitest';

import { toApplicationFailure } from '../../activities/failures';

function named(name: string, message = 'what happened'): Error {
  return Object.assign(new Error(message), { name });
}

describe('failures of activities', () => {
  it('name the step, the kind of error and the cause', () => {
    const cause = named('NonFiniteLossError', 'the loss is NaN');
    const failure = toApplicationFailure(cause, 'train WRN-10-1 on digits');
    expect(failure.message).toBe('train WRN-10-1 on digits: the loss is NaN');
    expect(failure.type).toBe('NonFiniteLossError');
    expect(failure.cause).toBe(cause);
  });

  it.each(['NonFiniteLossError', 'TaskError', 'DatasetError', 'AttackParameterError', 'UnsupportedExecutionError'])(
    '%s fails at the first attempt: the same input would give it again',
    (name) => expect(toApplicationFailure(named(name), 'step', 1).nonRetryable).toBe(true),
  );

  it.each(['TrainerCrashedError', 'TrainerHungError', 'StoreFullError', 'DatasetDownloadError'])(
    '%s is retried without end: the machine may heal',
    (name) => expect(toApplicationFailure(named(name), 'step', 1000).nonRetryable).toBe(false),
  );

  it('an error of an unknown kind is retried twice, then taken for the input’s', () => {
    expect([1, 2, 3].map((attempt) => toApplicationFailure(named('OddError'), 'step', attempt).nonRetryable)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('an error that says itself that it comes back is not retried', () => {
    const error = Object.assign(named('OddError'), { nonRetryable: true });
    expect(toApplicationFailure(error, 'step', 1).nonRetryable).toBe(true);
  });

  it('something thrown that is no error is told as it is', () => {
    expect(toApplicationFailure('out of paper', 'step').message).toBe('step: out of paper');
  });
});
