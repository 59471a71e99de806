/** A wrong name or value of an attack's parameters; the message names the parameter and the rule. */
export class AttackParameterError extends Error {
  override readonly name = 'AttackParameterError';
}

/** Images, labels or a network that the attack is not defined for. */
export class AttackInputError extends Error {
  override readonly name = 'AttackInputError';
}

/** The attacked network returned NaN or an infinity: its accuracy under attack is undefined. */
export class NonFiniteLogitsError extends Error {
  override readonly name = 'NonFiniteLogitsError';
}

/** An attack made an image outside the epsilon ball or outside [0,1]: a defect of the attack, never of its input. */
export class UnsoundAttackError extends Error {
  override readonly name = 'UnsoundAttackError';
}
