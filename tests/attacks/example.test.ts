import { expect, it } from 'vitest';

import { attackModel } from '../../docs/examples/attackModel';

it('the example attacks a plain TensorFlow.js model, and PGD breaks more than FGSM', async () => {
  const lines: string[] = [];
  const { total, correct } = await attackModel((line) => lines.push(line));
  expect(lines).toHaveLength(3);
  expect(correct['clean']!).toBeGreaterThan(0.85 * total);
  expect(correct['fgsm']!).toBeLessThan(correct['clean']! - 0.1 * total);
  expect(correct['pgd']!).toBeLessThanOrEqual(correct['fgsm']!);
});
