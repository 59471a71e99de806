import { initializePolicy, pretrainStateEncoder, proposeAction, updatePolicy } from './agent';
import { evaluateNetwork } from './evaluateNetwork';
import { computeLips, evaluateTransfer, faceBank } from './storedAttack';
import { trainNetwork } from './trainNetwork';
import type { JobTable } from './types';

/** Everything that a trainer process can do. */
export const jobTable: JobTable = {
  trainNetwork,
  evaluateNetwork,
  evaluateTransfer,
  faceBank,
  computeLips,
  pretrainStateEncoder,
  initializePolicy,
  proposeAction,
  updatePolicy,
};
