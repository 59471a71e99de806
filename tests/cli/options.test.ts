import { expect, it } from 'vitest';

import { trainerChoices } from '../../cli/options';

it('takes how trainers compute from options, else from the environment', () => {
  expect(trainerChoices({}, {})).toEqual({ xla: false, deterministic: true });
  expect(trainerChoices({}, { RCNAS_XLA: '1', RCNAS_DETERMINISTIC: '0' })).toEqual({ xla: true, deterministic: false });
  expect(trainerChoices({ xla: true }, { RCNAS_XLA: '0' }).xla).toBe(true);
});

it('names a switch that is neither 0 nor 1', () => {
  expect(() => trainerChoices({}, { RCNAS_XLA: 'yes' })).toThrow("RCNAS_XLA must be 0 or 1, got 'yes'.");
});
