import type { JobName } from './types';

/**
 * Version of each job's method. Raise it when the same parameters would give a different result,
 * so that recorded results of the old method are no longer found.
 */
export const jobVersions: Readonly<Record<JobName, number>> = {
  trainNetwork: 5,
  evaluateNetwork: 7,
  evaluateTransfer: 5,
  faceBank: 2,
  computeLips: 5,
  pretrainStateEncoder: 2,
  initializePolicy: 2,
  proposeAction: 2,
  updatePolicy: 2,
};
