/** Training diverged: the loss or the weights became NaN or infinite. Running it again gives the same. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError';
  /** Counted from 0 over all epochs. */
  readonly step: number;
  /** Counted from 1. */
  readonly epoch: number;
  readonly learningRate: number;

  constructor(
    what: string,
    at: { readonly step: number; readonly epoch: number; readonly learningRate: number },
    options?: ErrorOptions,
  ) {
    super(`${what} at step ${at.step} (epoch ${at.epoch}, learning rate ${at.learningRate})`, options);
    this.step = at.step;
    this.epoch = at.epoch;
    this.learningRate = at.learningRate;
  }
}

/** A training configuration, data or labels that cannot be trained with; the message names the value and the rule. */
export class TrainingInputError extends Error {
  override readonly name = 'TrainingInputError';
}

/** A checkpoint that does not belong to the training it was offered to. */
export class ForeignCheckpointError extends Error {
  override readonly name = 'ForeignCheckpointError';
}
