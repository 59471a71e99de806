// Generated from schemas/pipeline.schema.json by scripts/generate.mjs; not to be edited.

/**
 * A name that other parts of the file refer to.
 */
export type Name = string;
/**
 * A name that may have capital letters and dots, as names of networks do.
 */
export type Label = string;
/**
 * A share of the pixel range [0,1]: a fraction such as 8/255, or a number.
 */
export type Fraction = number;
/**
 * A radius or length: in L-infinity a share of the pixel range, at most 1; in L2 a distance between images. A fraction such as 8/255, or a number.
 */
export type Radius = number;
/**
 * A number of multiply-accumulates, with a unit if wanted: k, M, G or T, such as 1.5M or 5G.
 */
export type Macs = number;
/**
 * A data set and its split.
 */
export type Data = Digits | FashionMnist;
/**
 * An attack with its parameters.
 */
export type Attack =
  | Fgsm
  | Pgd
  | Cw
  | ApgdCe
  | ApgdDlr
  | ApgdT
  | FabT
  | Square
  | Autoattack
  | A3
  | AdaptiveSearch
  | Naa
  | Hopskipjump
  | Boundary;
/**
 * How the learning rate changes.
 */
export type Schedule = ConstantSchedule | StepSchedule | CosineSchedule;

/**
 * A search for small, adversarially robust networks: data sets, attacks, teachers with budgets, how networks are trained, how the agent searches, and the targets it ends with.
 */
export interface FilledPipelineSpec {
  /**
   * Version of this format.
   */
  apiVersion: 'rcnas/v1';
  /**
   * What the file describes: a whole search, or the fine-tuning of an agent that an earlier run has trained.
   */
  kind: 'Pipeline' | 'FineTune';
  /**
   * What people call the run.
   */
  metadata: Metadata;
  /**
   * With `kind: FineTune`: whose agent is fine-tuned. Its encoder, policy, LIPS and CT settings come with it.
   */
  agent?: Agent;
  /**
   * Seed of everything random. The same file and seed give the same numbers.
   */
  seed: number;
  /**
   * Data sets by name; all of them are in the data buffer unless `search.buffers.data` names fewer.
   */
  data: {
    /**
     * A data set and its split.
     */
    [k: string]: Data;
  };
  /**
   * Attacks by name; all of them are in the attack buffer unless `search.buffers.attacks` names fewer. The name `clean` is taken.
   */
  attacks: {
    /**
     * An attack with its parameters.
     */
    [k: string]: Attack;
  };
  /**
   * Networks to compress, each with the budget of what comes out of it.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: A network to compress.
   */
  teachers: Teacher[];
  /**
   * How networks are trained adversarially.
   */
  training: Trainings;
  /**
   * The agent and its two levels of learning.
   */
  search: Search;
  /**
   * What the search is for: for each target the meta-trained agent is fine-tuned, and the chosen child is trained in full and attacked on the test set.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: A task to end with: an attack on a data set, and the teacher to compress for it.
   */
  targets: Target[];
  /**
   * What the final networks and their teachers are tested with on the test set: `clean` and names of attacks.
   *
   * @minItems 1
   * @maxItems 101
   *
   * Items: `clean` or the name of an attack of this file.
   */
  evaluate?: string[];
}
/**
 * What people call the run.
 */
export interface Metadata {
  /**
   * Name of the pipeline; part of run and workflow ids.
   */
  name: Name;
  /**
   * A sentence for people, shown in the report.
   */
  description?: string;
}
/**
 * An agent in the store, named by its run or by its policy; `rcnas agents` lists them.
 */
export interface Agent {
  /**
   * Id of the run that trained it, or the name of a pipeline for its newest run that has completed. Of a run of `kind: FineTune` it is the agent that the run began with.
   */
  run?: string;
  /**
   * SHA-256 of the policy.
   */
  policy?: string;
}
/**
 * 1,797 handwritten digits, 8x8 pixels, one channel, 10 classes; comes with rcnas.
 */
export interface Digits {
  /**
   * Which data set.
   */
  source: 'digits';
  /**
   * Number of training images set aside for LIPS and the reward; never trained on.
   */
  evaluation: number;
  /**
   * Folder with the files; a relative one starts at the spec's folder.
   */
  path?: string;
  /**
   * Train on this many images only (the first of a seeded shuffle), for short runs.
   */
  limitTrain?: number;
  /**
   * Test on this many images only (the first of a seeded shuffle), for short runs.
   */
  limitTest?: number;
}
/**
 * 60,000 training and 10,000 test images of clothes, 28x28 pixels, one channel, 10 classes.
 */
export interface FashionMnist {
  /**
   * Which data set.
   */
  source: 'fashion-mnist';
  /**
   * Number of training images set aside for LIPS and the reward; never trained on.
   */
  evaluation: number;
  /**
   * Folder with the four IDX files; a relative one starts at the spec's folder.
   */
  path?: string;
  /**
   * Train on this many images only (the first of a seeded shuffle), for short runs.
   */
  limitTrain?: number;
  /**
   * Test on this many images only (the first of a seeded shuffle), for short runs.
   */
  limitTest?: number;
}
/**
 * Fast gradient sign method: one step of size epsilon.
 */
export interface Fgsm {
  /**
   * Which attack.
   */
  type: 'fgsm';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Projected gradient descent on the cross-entropy.
 */
export interface Pgd {
  /**
   * Which attack.
   */
  type: 'pgd';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Length of a step.
   */
  stepSize: Radius;
  /**
   * How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.
   */
  schedule: 'constant' | 'linear' | 'cosine';
  /**
   * Start at a uniformly random point of the ball instead of the image.
   */
  randomStart: boolean;
  /**
   * Runs from different random starts; one success is enough.
   */
  restarts: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Projected gradient descent on the margin loss of Carlini and Wagner.
 */
export interface Cw {
  /**
   * Which attack.
   */
  type: 'cw';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Length of a step.
   */
  stepSize: Radius;
  /**
   * How the length of a step falls from the first to the last: not at all, linearly to nothing, or along half a period of a cosine.
   */
  schedule: 'constant' | 'linear' | 'cosine';
  /**
   * Start at a uniformly random point of the ball instead of the image.
   */
  randomStart: boolean;
  /**
   * Runs from different random starts; one success is enough.
   */
  restarts: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Auto-PGD on the cross-entropy: steps shorten by themselves when the loss stops rising.
 */
export interface ApgdCe {
  /**
   * Which attack.
   */
  type: 'apgd-ce';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Runs from different random starts; one success is enough.
   */
  restarts: number;
  /**
   * Share of increasing steps at or below which the length of a step is halved.
   */
  rho: number;
  /**
   * Gradients averaged per step, for networks that draw random numbers.
   */
  eot: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Auto-PGD on the difference-of-logits-ratio loss, which does not depend on the scale of the logits.
 */
export interface ApgdDlr {
  /**
   * Which attack.
   */
  type: 'apgd-dlr';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Runs from different random starts; one success is enough.
   */
  restarts: number;
  /**
   * Share of increasing steps at or below which the length of a step is halved.
   */
  rho: number;
  /**
   * Gradients averaged per step, for networks that draw random numbers.
   */
  eot: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Auto-PGD on the targeted difference-of-logits-ratio loss, one class after the other.
 */
export interface ApgdT {
  /**
   * Which attack.
   */
  type: 'apgd-t';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Runs from different random starts; one success is enough.
   */
  restarts: number;
  /**
   * Share of increasing steps at or below which the length of a step is halved.
   */
  rho: number;
  /**
   * Gradients averaged per step, for networks that draw random numbers.
   */
  eot: number;
  /**
   * Classes that are tried for each image, those of the highest logits first; at most all but its own.
   */
  targets: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Fast adaptive boundary attack: looks for the nearest image beyond the decision boundary.
 */
export interface FabT {
  /**
   * Which attack.
   */
  type: 'fab-t';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Steps per target.
   */
  steps: number;
  /**
   * Runs, all but the first from random starts.
   */
  restarts: number;
  /**
   * Try `targets` classes in turn; `false` goes to the nearest class at each step.
   */
  targeted: boolean;
  /**
   * Classes that are tried for each image, those of the highest logits first; at most all but its own.
   */
  targets: number;
  /**
   * Largest weight of the clean image in a step.
   */
  alphaMax: number;
  /**
   * How far a step goes beyond the boundary: 1 is up to it.
   */
  eta: number;
  /**
   * Share of the distance to the clean image that is kept after a success.
   */
  beta: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Square attack: random search with windows, from logits alone.
 */
export interface Square {
  /**
   * Which attack.
   */
  type: 'square';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf';
  /**
   * Radius of the ball.
   */
  epsilon: Fraction;
  /**
   * Queries per image and run.
   */
  queries: number;
  /**
   * Runs with other random windows; one success is enough.
   */
  restarts: number;
  /**
   * Share of the image that the first windows cover.
   */
  initialShare: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * AutoAttack: several attacks in turn, each on the images that no earlier one has broken.
 */
export interface Autoattack {
  /**
   * Which attack.
   */
  type: 'autoattack';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Which attacks: `standard` (apgd-ce, apgd-t, fab-t, square), `plus` (more of them, with 5 restarts), `rand` (for networks that draw random numbers), or `custom`, those of `attacks`.
   */
  version: 'standard' | 'plus' | 'rand' | 'custom';
  /**
   * Of version `custom`: names of attacks with their default parameters, in order.
   *
   * @maxItems 20
   *
   * Items: Name of an attack.
   */
  attacks: (
    | 'fgsm'
    | 'pgd'
    | 'cw'
    | 'apgd-ce'
    | 'apgd-dlr'
    | 'apgd-t'
    | 'fab-t'
    | 'square'
    | 'a3'
    | 'adaptive-search'
    | 'naa'
    | 'hopskipjump'
    | 'boundary'
  )[];
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Adaptive auto attack of Liu et al. (2022): restarts whose directions and number follow what has worked on the whole set.
 */
export interface A3 {
  /**
   * Which attack.
   */
  type: 'a3';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf';
  /**
   * Radius of the ball.
   */
  epsilon: Fraction;
  /**
   * Budget of gradient steps per image, on average over the set.
   */
  iterations: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Search for a sequence of attacks that suits the network, after Yao et al. (2021), in a reduced space.
 */
export interface AdaptiveSearch {
  /**
   * Which attack.
   */
  type: 'adaptive-search';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf';
  /**
   * Radius of the ball.
   */
  epsilon: Fraction;
  /**
   * Attacks in the sequence that is searched.
   */
  rounds: number;
  /**
   * Configurations drawn per round.
   */
  trials: number;
  /**
   * Images on which each is scored first.
   */
  points: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Neuron attribution attack: suppresses features of an inner layer that speak for the class.
 */
export interface Naa {
  /**
   * Which attack.
   */
  type: 'naa';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf';
  /**
   * Radius of the ball.
   */
  epsilon: Fraction;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Length of a step.
   */
  stepSize: Fraction;
  /**
   * Weight of earlier gradients.
   */
  momentum: number;
  /**
   * Points on the path from the image to the black one.
   */
  samples: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * HopSkipJump: walks along the decision boundary, from predicted classes alone.
 */
export interface Hopskipjump {
  /**
   * Which attack.
   */
  type: 'hopskipjump';
  /**
   * Norm of the perturbation.
   */
  norm: 'linf' | 'l2';
  /**
   * Radius of the ball; one in L2 has to be given.
   */
  epsilon: Radius;
  /**
   * Steps along the boundary.
   */
  steps: number;
  /**
   * Most queries per image.
   */
  queries?: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * Boundary attack: a random walk along the decision boundary, from predicted classes alone, towards the image in L2.
 */
export interface Boundary {
  /**
   * Which attack.
   */
  type: 'boundary';
  /**
   * Norm of the perturbation.
   */
  norm: 'l2';
  /**
   * Radius of the ball.
   */
  epsilon: Radius;
  /**
   * Steps of the walk.
   */
  steps: number;
  /**
   * Images attacked at a time; no influence on the result.
   */
  batchSize: number;
}
/**
 * A network to compress.
 */
export interface Teacher {
  /**
   * Name of the architecture: `WRN-<depth>-<width>` such as `WRN-28-10`, `WRN-34-R`, `RobustResNet-A1` to `-A4`, or stages as blocks x width, such as `WRN[4x10,4x10/2,4x6/2r]` (`/2`: stride 2, `r`: robust blocks).
   */
  architecture: string;
  /**
   * Most multiply-accumulates (MACs) that a child of this teacher should need for one image.
   */
  budget: Macs;
  /**
   * What targets call it; needed when two teachers share an architecture.
   */
  name?: Label;
}
/**
 * How networks are trained adversarially.
 */
export interface Trainings {
  /**
   * Of teachers, before the search.
   */
  teacher: Training;
  /**
   * Of children, to find their reward.
   */
  child: Training;
  /**
   * Of the chosen child of each target.
   */
  final: Training;
}
/**
 * Adversarial training with stochastic gradient descent.
 */
export interface Training {
  /**
   * `standard` adversarial training (the loss of attacked images) or `trades` (the loss of clean images plus beta times the divergence of attacked from clean predictions).
   */
  method: 'standard' | 'trades';
  /**
   * Passes over the training images.
   */
  epochs: number;
  /**
   * Images per step.
   */
  batchSize: number;
  /**
   * Learning rate at the start of the schedule.
   */
  learningRate: number;
  /**
   * Momentum.
   */
  momentum: number;
  /**
   * Nesterov's momentum.
   */
  nesterov: boolean;
  /**
   * Weight of the squared norm of the weights, as PyTorch counts it (added to the gradient).
   */
  weightDecay: number;
  /**
   * Largest global norm of the gradient; `null` for no bound.
   */
  clipNorm: number | null;
  /**
   * How the learning rate changes.
   */
  schedule: Schedule;
  /**
   * The inner maximisation.
   */
  attack: InnerAttack;
  /**
   * TRADES: weight of the divergence.
   */
  beta: number;
  /**
   * Random changes of training images.
   */
  augmentation: Augmentation;
  /**
   * Which weights are kept: those after the `last` epoch, or those of the epoch with the best PGD accuracy on held-out images.
   */
  select: 'last' | 'best-pgd';
  /**
   * Of convolutions and matrix products; losses and attack arithmetic stay float32.
   */
  precision: 'float32' | 'bfloat16';
  /**
   * `compiled` records a step once and runs it as one graph; `eager` runs it operation by operation.
   */
  mode: 'compiled' | 'eager';
}
/**
 * The same learning rate throughout.
 */
export interface ConstantSchedule {
  /**
   * Which schedule.
   */
  type: 'constant';
}
/**
 * The learning rate is multiplied by `factor` at each milestone.
 */
export interface StepSchedule {
  /**
   * Which schedule.
   */
  type: 'step';
  /**
   * Shares of all epochs, increasing.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: A share of all epochs.
   */
  milestones: number[];
  /**
   * What the learning rate is multiplied by.
   */
  factor: number;
}
/**
 * The learning rate falls to 0 as a cosine.
 */
export interface CosineSchedule {
  /**
   * Which schedule.
   */
  type: 'cosine';
  /**
   * Share of all epochs in which the learning rate rises from 0 first.
   */
  warmup: number;
}
/**
 * The attack inside of adversarial training (L-infinity).
 */
export interface InnerAttack {
  /**
   * Radius of the ball.
   */
  epsilon: Fraction;
  /**
   * Gradient steps.
   */
  steps: number;
  /**
   * Length of a step.
   */
  stepSize: Fraction;
}
/**
 * Random changes of training images. The paper's colour images take crop 4 and flip; the defaults leave images as they are, because small greyscale ones, digits above all, change their meaning.
 */
export interface Augmentation {
  /**
   * Pixels of zero padding on each side before a random crop to the original size; 0 for none.
   */
  crop: number;
  /**
   * Mirror half of the images, left to right.
   */
  flip: boolean;
}
/**
 * The agent and its two levels of learning.
 */
export interface Search {
  /**
   * Seed of the agent's draws alone; data splits, networks and attacks keep the seed of the spec. A schedule changes it from night to night.
   */
  seed?: number;
  /**
   * What tasks are drawn from in meta-training.
   */
  buffers: Buffers;
  /**
   * LIPS, the embedding of how hard the attacked data are for the teacher.
   */
  lips: Lips;
  /**
   * CT, the embedding of what the teacher costs.
   */
  ct: Ct;
  /**
   * The state encoder: a bidirectional LSTM over stages, pre-trained as an autoencoder, then frozen.
   */
  encoder: Encoder;
  /**
   * The policy: Gaussian heads for remaining width and depth, Bernoulli heads for stride and robust block, per stage.
   */
  policy: Policy;
  /**
   * What a child is worth.
   */
  reward: Reward;
  /**
   * Keep the images that attacks find, by data set, norm and radius, and show those of its task to each new child before it is attacked: a bound of its robust accuracy for a forward pass over at most 8 evaluation sets. The reward does not depend on it.
   */
  bank: boolean;
  /**
   * Meta-training over tasks drawn from the buffers.
   */
  meta: Meta;
  /**
   * Fine-tuning on a target, in episodes of one step.
   */
  fineTune: FineTune;
  /**
   * Which child of a target is trained in full: the one with the best reward seen in fine-tuning, or the policy's mode (the means and the likelier bits).
   */
  choose: 'best-reward' | 'policy-mode';
}
/**
 * What tasks are drawn from in meta-training, so that a data set or attack may be kept for targets and evaluation only.
 */
export interface Buffers {
  /**
   * Names of data sets.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: Name of a data set of this file.
   */
  data?: string[];
  /**
   * Names of attacks.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: Name of an attack of this file.
   */
  attacks?: string[];
  /**
   * Names of teachers.
   *
   * @minItems 1
   * @maxItems 100
   *
   * Items: Name of a teacher of this file.
   */
  teachers?: string[];
}
/**
 * LIPS: how far the teacher's outputs move per unit of perturbation, for each evaluation image.
 */
export interface Lips {
  /**
   * `false` is the ablation without LIPS.
   */
  enabled: boolean;
  /**
   * Length of the embedding; the sorted coefficients are resampled to it.
   */
  dimension: number;
  /**
   * Norm of the change of the logits.
   */
  outputNorm: 'l1' | 'l2';
  /**
   * Norm of the change of the image.
   */
  inputNorm: 'linf' | 'l2';
  /**
   * Which teacher the evaluation set is attacked on: the adversarially trained one, or one trained on clean images.
   */
  teacher: 'adversarial' | 'clean';
}
/**
 * CT: MACs of the teacher per evaluation image, on a logarithmic scale.
 */
export interface Ct {
  /**
   * `false` is the ablation without CT.
   */
  enabled: boolean;
  /**
   * Length of the embedding.
   */
  dimension: number;
}
/**
 * The state encoder.
 */
export interface Encoder {
  /**
   * Randomly drawn tasks to pre-train on.
   */
  tasks: number;
  /**
   * Passes over these tasks.
   */
  epochs: number;
  /**
   * Learning rate of Adam.
   */
  learningRate: number;
  /**
   * Units of the LSTM in each direction.
   */
  hidden: number;
  /**
   * Length of the state of a stage.
   */
  stateSize: number;
}
/**
 * The policy.
 */
export interface Policy {
  /**
   * Units of the shared feature extractor.
   */
  hidden: number;
  /**
   * Learning rate of the policy gradient.
   */
  learningRate: number;
  /**
   * What applies the policy gradient.
   */
  optimizer: 'adam' | 'sgd';
  /**
   * Standard deviation of the Gaussian heads at the beginning.
   */
  initialStd: number;
  /**
   * Learn the standard deviation instead of keeping it.
   */
  learnStd: boolean;
  /**
   * Least remaining width and depth; samples are clipped to [minRatio, 1].
   */
  minRatio: number;
  /**
   * Blocks, stage by stage, that a depth of 100 % stands for, instead of those of the network being compressed.
   *
   * @minItems 1
   * @maxItems 6
   *
   * Items: Blocks of one stage.
   */
  maxDepth?: number[];
  /**
   * Widen factors, stage by stage, that a width of 100 % stands for, instead of those of the network being compressed.
   *
   * @minItems 1
   * @maxItems 6
   *
   * Items: Widen factor of one stage.
   */
  maxWidth?: number[];
}
/**
 * What a child is worth: its compression and its robust accuracy relative to its teacher's, less when it costs more than its budget.
 */
export interface Reward {
  /**
   * What compression is measured in.
   */
  size: 'macs' | 'params';
  /**
   * How the factor for a child above its budget falls from 1 to 0 over the search; `hard` is the ablation with a reward of -1.
   */
  annealing: 'linear' | 'cosine' | 'hard';
  /**
   * `white-box` attacks the child itself; `transfer` takes the images attacked on the teacher.
   */
  threat: 'white-box' | 'transfer';
  /**
   * What is subtracted from rewards in the policy gradient.
   */
  baseline: 'none' | 'running-mean';
  /**
   * A child that costs more MACs than this multiple of its base teacher's is not built and gets the reward of a violation.
   */
  guard: number;
}
/**
 * Meta-training.
 */
export interface Meta {
  /**
   * Iterations; buffers start anew in each. 0 is R-NAS, the agent without meta-training.
   */
  iterations: number;
  /**
   * Time steps of an iteration: tasks drawn, children trained.
   */
  timeSteps: number;
  /**
   * Episodes of an iteration, each with buffers and random numbers of its own. With `update: iteration` they run side by side and the policy learns from all of them at once; with `update: step` one goes on where the other ended.
   */
  episodes: number;
  /**
   * Update the policy after each time `step`, or once per `iteration`, which lets its children train in parallel.
   */
  update: 'step' | 'iteration';
}
/**
 * Fine-tuning.
 */
export interface FineTune {
  /**
   * Iterations of one step each, per target.
   */
  iterations: number;
}
/**
 * A task to end with: an attack on a data set, and the teacher to compress for it.
 */
export interface Target {
  /**
   * Name of a data set of this file.
   */
  data: string;
  /**
   * Name of an attack of this file.
   */
  attack: string;
  /**
   * Name of a teacher of this file.
   */
  teacher: string;
  /**
   * What the report calls it; part of workflow ids.
   */
  name?: Label;
}
