import { createA3 } from './a3';
import { createAdaptiveSearch } from './adaptiveSearch';
import { createApgdCe, createApgdDlr, createApgdT } from './apgd';
import { createAutoAttack } from './autoattack';
import { createBoundary } from './boundary';
import { createCw } from './cw';
import { createFab } from './fab';
import { createFgsm } from './fgsm';
import { createHopSkipJump } from './hopSkipJump';
import { createNaa } from './naa';
import { attackNames, describeAttack, type AttackDescription, type AttackName } from './parameters';
import { createPgd } from './pgd';
import { createSquare } from './square';
import type { Attack, AttackParams } from './types';

const constructors: Readonly<Partial<Record<AttackName, (params: AttackParams) => Attack>>> = {
  fgsm: createFgsm,
  pgd: createPgd,
  cw: createCw,
  'apgd-ce': createApgdCe,
  'apgd-dlr': createApgdDlr,
  'apgd-t': createApgdT,
  'fab-t': createFab,
  square: createSquare,
  autoattack: (params) => createAutoAttack(params, create),
  a3: createA3,
  'adaptive-search': (params) => createAdaptiveSearch(params, create),
  naa: createNaa,
  hopskipjump: createHopSkipJump,
  boundary: createBoundary,
};

/** The attacks by name; usable on any TensorFlow.js function from images to logits. */
export const attacks: {
  /** All names that `create` knows. */
  readonly names: readonly AttackName[];
  /** What an attack is, its parameters, the smallest number of classes. @throws AttackParameterError on an unknown name. */
  describe(name: string): AttackDescription;
  /**
   * An attack ready to run.
   * @throws AttackParameterError on an unknown name, an unknown parameter or a value out of range.
   */
  create(name: string, params: AttackParams): Attack;
} = {
  names: attackNames,
  describe: describeAttack,
  create,
};

function create(name: string, params: AttackParams): Attack {
  return constructors[describeAttack(name).name]!(params);
}
