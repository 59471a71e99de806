import type { JobName } from './types';

/**
 * Version of each job's method. Raise it when the same parameters would give a different result,
 * so that recorded results of the old method are no longer found.
 */
export const jobVersions: Readonly<Record<JobName, number>> = {
  trainNetwork: 4,
  evaluateNetwork: 5,
  evaluateTransfer: 4,
  faceBank: 1,
  computeLips: 4,
  pretrainStateEncoder: 1,
  initializePolicy: 1,
  proposeAction: 1,
  updatePolicy: 1,
};
