import { stageFlags } from './auditFlags';
import { cascade, type Stage } from './engine/cascade';
import { AttackParameterError } from './errors';
import { attackNames, resolveAttackParams, type AttackName, type ParametersOf } from './parameters';
import type { Attack, AttackParams, AttackResult } from './types';

/** An attack of the ensemble with what differs from its defaults. */
export interface AutoAttackStage {
  readonly name: AttackName;
  readonly params: Partial<AttackParams>;
}

type Version = ParametersOf['autoattack']['version'];

/** The order in which each version attacks. */
const versions: Readonly<Record<Exclude<Version, 'custom'>, readonly AutoAttackStage[]>> = {
  standard: [
    { name: 'apgd-ce', params: {} },
    { name: 'apgd-t', params: {} },
    { name: 'fab-t', params: {} },
    { name: 'square', params: {} },
  ],
  plus: [
    { name: 'apgd-ce', params: { restarts: 5 } },
    { name: 'apgd-dlr', params: { restarts: 5 } },
    { name: 'fab-t', params: { targeted: false, restarts: 5 } },
    { name: 'square', params: {} },
    { name: 'apgd-t', params: {} },
    { name: 'fab-t', params: {} },
  ],
  rand: [
    { name: 'apgd-ce', params: { eot: 20 } },
    { name: 'apgd-dlr', params: { eot: 20 } },
  ],
};

/** The attacks of a version, in order; `custom` are those of the parameter `attacks`, with their defaults. */
export function autoattackStages(
  params: Pick<ParametersOf['autoattack'], 'version' | 'attacks'>,
): readonly AutoAttackStage[] {
  if (params.version !== 'custom') {
    if (params.attacks.length > 0)
      throw new AttackParameterError(`attack 'autoattack': attacks are for version 'custom', not '${params.version}'`);
    return versions[params.version];
  }
  if (params.attacks.length === 0)
    throw new AttackParameterError("attack 'autoattack': version 'custom' needs attacks, a list of names");
  return params.attacks.map((name) => {
    if (name === 'autoattack' || !(attackNames as readonly string[]).includes(name)) {
      const others = attackNames.filter((each) => each !== 'autoattack').join(', ');
      throw new AttackParameterError(`attack 'autoattack': attacks must be of ${others}, got '${name}'`);
    }
    return { name: name as AttackName, params: {} };
  });
}

/**
 * AutoAttack (Croce and Hein 2020, "Reliable evaluation of adversarial robustness with an ensemble of diverse
 * parameter-free attacks"): each attack gets the points that those before it left unbroken.
 *
 * @param create Makes the attacks of the ensemble.
 */
export function createAutoAttack(given: AttackParams, create: (name: string, params: AttackParams) => Attack): Attack {
  const params = resolveAttackParams('autoattack', given);
  const { norm, epsilon, batchSize } = params;
  const stages = autoattackStages(params).map(({ name, params: own }, i): Stage => ({
    id: `${i + 1}-${name}`,
    attack: create(name, { norm, epsilon, batchSize, ...own }),
  }));
  const attack = cascade({ name: 'autoattack', stages, batchSize });
  const flagged = async (result: Promise<AttackResult>): Promise<AttackResult> => withFlags(await result);
  return {
    ...attack,
    run: (...args) => flagged(attack.run(...args)),
    runOn: (...args) => flagged(attack.runOn(...args)),
  };
}

function withFlags(result: AttackResult): AttackResult {
  const stages = result.stages ?? [];
  const total = result.success.shape[0];
  return { ...result, audit: [...(result.audit ?? []), ...stageFlags(stages, total)] };
}
