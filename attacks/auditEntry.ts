/** Why a robust accuracy should not be believed as it stands. */
export type AuditFlag =
  /** The same image gives different logits. */
  | 'randomness'
  /** The network returns probabilities, whose cross-entropy is taken of a second softmax. */
  | 'probabilities'
  /** The loss does not change with the image, as far as gradients tell. */
  | 'zero-gradients'
  /** All images give the same logits. */
  | 'constant'
  /** An attack without gradients did what those with gradients could not. */
  | 'black-box-stronger'
  /** Robust accuracy does not fall as the radius grows. */
  | 'radius'
  /** Robust accuracy stays above nothing at a radius where every image can be turned to grey. */
  | 'large-radius'
  /** An ensemble left more points unbroken than a weaker attack. */
  | 'weaker-than-member';

export interface AuditEntry {
  readonly flag: AuditFlag;
  /** A sentence for people, with the figures that raised it. */
  readonly message: string;
}
