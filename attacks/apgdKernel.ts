import { valueAndGradients } from '../tensor/gradients';
import { selectRows } from '../tensor/rows';
import { tf } from '../tensor/tf';
import type { ImageLoss } from './apgdLosses';
import { imagesOf, type Kernel, type KernelNetwork } from './engine/kernels';
import { project } from './projection';
import { steepest } from './step';
import type { Norm } from './types';

interface StepParams {
  readonly norm: Norm;
  readonly epsilon: number;
  /** Gradients averaged. */
  readonly eot: number;
}

/**
 * One update of Auto-PGD and what the network says of the new iterate. State: `adversarial` a_i, `previous` a_{i-1},
 * `gradient` at a_i, `best` and `bestGradient`, all of the images' shape. `verdict`, Float32 [n,3], is the loss, whether the
 * iterate is misclassified and whether its gradient is zero.
 */
export function apgdKernel(loss: ImageLoss, targeted: boolean, { norm, epsilon, eot }: StepParams): Kernel {
  const perLane = { shape: [null, 1, 1, 1], dtype: 'float32' } as const;
  const classes = { shape: [null], dtype: 'int32' } as const;
  return {
    inputs: (image) => ({
      ...Object.fromEntries(['images', ...stateNames].map((name) => [name, imagesOf(image)])),
      labels: classes,
      ...(targeted ? { targets: classes } : {}),
      ...{ stepSize: perLane, alpha: perLane, fromBest: perLane, bestLoss: perLane },
    }),
    body: (network, inputs) => {
      const images = inputs['images'] as tf.Tensor4D;
      const into = (moved: tf.Tensor): tf.Tensor4D => project(moved as tf.Tensor4D, images, epsilon, norm);
      const { stepSize, alpha, fromBest, bestLoss, best, bestGradient } = inputs as Record<string, tf.Tensor4D>;

      const goesBack = tf.greater(fromBest!, 0).reshape([-1]);
      const a = selectRows(goesBack, best!, inputs['adversarial'] as tf.Tensor4D);
      const gradient = selectRows(goesBack, bestGradient!, inputs['gradient'] as tf.Tensor4D);
      const u = into(tf.add(a, tf.mul(steepest(gradient, norm), stepSize!)));
      const momentum = tf.mul(tf.sub(a, inputs['previous']!), tf.sub(1, alpha!));
      const next = into(tf.add(tf.add(a, tf.mul(tf.sub(u, a), alpha!)), momentum));

      const seen = lossesAt(next, network, eot, (logits) =>
        loss(logits, inputs['labels'] as tf.Tensor1D, inputs['targets'] as tf.Tensor1D | undefined),
      );
      const improved = tf.greater(seen.losses, bestLoss!.reshape([-1]));
      const wrong = tf.notEqual(tf.argMax(seen.logits, 1).toInt(), inputs['labels']!);
      const zero = tf.equal(tf.max(tf.abs(seen.gradient), [1, 2, 3]), 0);
      return {
        adversarial: next,
        previous: a,
        gradient: seen.gradient,
        best: selectRows(improved, next, best!),
        bestGradient: selectRows(improved, seen.gradient, bestGradient!),
        verdict: tf.stack([seen.losses, tf.cast(wrong, 'float32'), tf.cast(zero, 'float32')], 1),
      };
    },
  };
}

const stateNames = ['adversarial', 'previous', 'gradient', 'best', 'bestGradient'] as const;

interface Seen {
  readonly losses: tf.Tensor1D;
  readonly logits: tf.Tensor2D;
  readonly gradient: tf.Tensor4D;
}

/** The mean gradient over `passes`; losses and logits of the last one. */
function lossesAt(
  images: tf.Tensor4D,
  { logits: network }: KernelNetwork,
  passes: number,
  loss: (logits: tf.Tensor2D) => tf.Tensor1D,
): Seen {
  const pass = (): Seen => {
    const { gradients, aux } = valueAndGradients(() => {
      const logits = network(images);
      const losses = loss(logits);
      return { loss: tf.sum(losses), aux: { losses, logits } };
    }, [images]);
    return { ...(aux as unknown as Pick<Seen, 'losses' | 'logits'>), gradient: gradients[0] as tf.Tensor4D };
  };
  const all = Array.from({ length: passes }, pass);
  const sum = all.slice(1).reduce((total, { gradient }) => total.add(gradient), all[0]!.gradient);
  return { ...all.at(-1)!, gradient: passes === 1 ? sum : sum.div(passes) };
}
