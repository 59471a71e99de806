import { modelOfFunction } from '../../attacks/engine/kernels';
import type { LaneOutcome, PointAttack } from '../../attacks/engine/pointAttack';
import type { Logits } from '../../attacks/types';
import { tf } from '../../tensor/tf';

/** One point under attack, step by step, to look inside. */
export interface Driven<Lane> {
  readonly lane: Lane;
  /** Makes one step. */
  step(): LaneOutcome;
  /** Values of a tensor of the state. */
  values(name: string): Float32Array;
  dispose(): void;
}

export function drive<Lane extends object>(
  attack: PointAttack<Lane>,
  logits: Logits,
  image: tf.Tensor4D,
  { label = 0, point = 0, seed = 1 } = {},
): Driven<Lane> {
  const model = modelOfFunction(logits, attack.kernels);
  const points = {
    images: image,
    labels: [label],
    pointIds: [point],
    parts: [0],
    cleanLogits: [],
    seed,
    targetsOf: undefined,
  };
  const labels = tf.tensor1d([label], 'int32');
  const begun = attack.begin(points);
  const state = { ...begun.state };
  return {
    lane: begun.lanes[0]!,
    step: () => {
      const next = attack.step({ lanes: begun.lanes, inUse: 1, state, images: image, labels, seed }, model);
      for (const [name, tensor] of Object.entries(next.state)) {
        state[name]!.dispose();
        state[name] = tensor;
      }
      return next.outcomes[0]!;
    },
    values: (name) => state[name]!.dataSync<'float32'>(),
    dispose: () => tf.dispose([labels, ...Object.values(state)]),
  };
}
