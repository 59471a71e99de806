/** The library: adversarial attacks on TensorFlow.js functions. The command line is the other way in. */
export { attacks } from './attacks/registry';
export { AttackInputError, AttackParameterError, NonFiniteLogitsError, UnsoundAttackError } from './attacks/errors';
export type { AttackDescription, AttackName } from './attacks/parameters';
export type {
  Attack,
  AttackParams,
  AttackResult,
  AttackRunOptions,
  Logits,
  SearchedAttack,
  SplitNetwork,
} from './attacks/types';
