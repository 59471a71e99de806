import { describe, expect, it } from 'vitest';

import {
  crossEntropy,
  differenceOfLogitsRatio,
  targetedCrossEntropy,
  targetedDifferenceOfLogitsRatio,
  type ImageLoss,
} from '../../attacks/apgdLosses';
import { valueAndGradients } from '../../tensor/gradients';
import { randomStream } from '../../tensor/random';
import { tf } from '../../tensor/tf';

function valuesOf(loss: ImageLoss, z: number[][], labels: number[], targets?: number[]): [number[], number[][]] {
  const logits = tf.tensor2d(z);
  const classes = [labels, ...(targets === undefined ? [] : [targets])].map((each) => tf.tensor1d(each, 'int32'));
  const {
    loss: total,
    gradients,
    aux,
  } = valueAndGradients(() => {
    const losses = loss(logits, classes[0]!, classes[1]);
    return { loss: tf.sum(losses), aux: { losses } };
  }, [logits]);
  const results: [number[], number[][]] = [
    Array.from(aux['losses']!.dataSync()),
    gradients[0]!.arraySync() as number[][],
  ];
  tf.dispose([logits, classes, total, [...gradients], aux['losses']!]);
  return results;
}

// The formulas in float64, written out anew.
const softmax = (z: readonly number[]): number[] => {
  const powers = z.map((v) => Math.exp(v - Math.max(...z)));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((v) => v / total);
};
const sorted = (z: readonly number[]): number[] => [...z].sort((a, b) => b - a);
const formulas: Record<string, [ImageLoss, (z: readonly number[], y: number, t: number) => number]> = {
  'the cross-entropy': [crossEntropy, (z, y) => -Math.log(softmax(z)[y]!)],
  'the cross-entropy of a target': [targetedCrossEntropy, (z, _, t) => Math.log(softmax(z)[t]!)],
  'the difference of logits ratio': [
    differenceOfLogitsRatio,
    (z, y) => {
      const [first, , third] = sorted(z);
      return -(z[y]! - Math.max(...z.filter((_, k) => k !== y))) / (first! - third!);
    },
  ],
  'the targeted ratio': [
    targetedDifferenceOfLogitsRatio,
    (z, y, t) => {
      const [first, , third, fourth] = sorted(z);
      return -(z[y]! - z[t]!) / (first! - (third! + fourth!) / 2);
    },
  ],
};

describe.each(Object.entries(formulas))('%s', (_, [loss, formula]) => {
  // Labels and targets at every place in the order of the logits.
  const count = 24;
  const stream = randomStream(1, 'losses');
  const z = Array.from({ length: count }, () => Array.from(stream.normal(6, 0, 2)));
  const labels = Array.from(stream.integers(count, 6));
  const targets = labels.map((label, i) => (label + 1 + (i % 5)) % 6);

  it('has the value of its formula for each image', () => {
    const [values] = valuesOf(loss, z, labels, targets);
    values.forEach((value, i) => expect(value).toBeCloseTo(formula(z[i]!, labels[i]!, targets[i]!), 4));
  });

  it('has the gradient of its formula by finite differences', () => {
    const [, gradients] = valuesOf(loss, z, labels, targets);
    const h = 1e-6;
    z.forEach((logits, i) =>
      logits.forEach((_, k) => {
        const at = (by: number): number =>
          formula(logits.map((v, j) => (j === k ? v + by : v)), labels[i]!, targets[i]!); // prettier-ignore
        const numeric = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(gradients[i]![k]! - numeric)).toBeLessThan(1e-4 * (1 + Math.abs(numeric)));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('shows a logit of %s', (bad) => {
    for (let place = 0; place < 6; place++) {
      const broken = [4, 3, 2, 1, 0, -1].map((value, k) => (k === place ? bad : value));
      const [values] = valuesOf(loss, [broken, [4, 3, 2, 1, 0, -1]], [0, 0], [1, 1]);
      expect(Number.isFinite(values[0])).toBe(false);
      expect(Number.isFinite(values[1])).toBe(true);
    }
  });
});

describe('by hand', () => {
  it('the ratio of a correct, a misclassified and a last-placed label', () => {
    const [values] = valuesOf(differenceOfLogitsRatio, [[5, 3, 1], [5, 3, 1], [5, 3, 1]], [0, 1, 2]); // prettier-ignore
    expect(values.map((value) => Number(value.toFixed(6)))).toEqual([-0.5, 0.5, 1]);
  });

  it('the targeted ratio', () => {
    // -(6 - 2) / (6 - (2 + 1) / 2), and towards the last class -(6 - 1) / 4.5.
    const [values] = valuesOf(targetedDifferenceOfLogitsRatio, [[6, 4, 2, 1], [6, 4, 2, 1]], [0, 0], [2, 3]); // prettier-ignore
    expect(values[0]).toBeCloseTo(-4 / 4.5, 6);
    expect(values[1]).toBeCloseTo(-5 / 4.5, 6);
  });

  it('is the cross-entropy of the target for three classes', () => {
    const z = [[1, 2, 0.5]];
    expect(valuesOf(targetedDifferenceOfLogitsRatio, z, [1], [2])).toEqual(valuesOf(targetedCrossEntropy, z, [1], [2]));
  });

  it('has finite values and gradients where all logits are equal', () => {
    for (const loss of [differenceOfLogitsRatio, targetedDifferenceOfLogitsRatio]) {
      const [values, gradients] = valuesOf(loss, [[2, 2, 2, 2]], [0], [3]);
      expect(values).toEqual([expect.closeTo(0)]);
      expect(gradients.flat().every(Number.isFinite)).toBe(true);
    }
  });

  it('does not change with the scale of the logits, for the ratios', () => {
    for (const loss of [differenceOfLogitsRatio, targetedDifferenceOfLogitsRatio]) {
      const [small] = valuesOf(loss, [[0.3, 0.1, 0.2, -0.1]], [0], [1]);
      const [large] = valuesOf(loss, [[300, 100, 200, -100]], [0], [1]);
      expect(large[0]).toBeCloseTo(small[0]!, 5);
    }
  });
});
