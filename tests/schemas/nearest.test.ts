import { describe, expect, it } from 'vitest';
import { nearestName } from '../../schemas/nearest';

const known = ['epochs', 'epsilon', 'pgd', 'fgsm', 'learningRate', 'fashion-mnist'];

describe('nearestName', () => {
  it.each([
    ['epoch', 'epochs'],
    ['EPOCHS', 'epochs'],
    ['pdg', 'pgd'],
    ['lerningrate', 'learningRate'],
    ['fashon-mnst', 'fashion-mnist'],
    ['eps', 'epsilon'],
  ])('takes %s for %s', (given, meant) => expect(nearestName(given, known)).toBe(meant));

  it.each(['resources', 'x', '', 'pgdfgsm', 'mnist'])('knows nothing near %j', (given) =>
    expect(nearestName(given, known)).toBeNull(),
  );

  it('prefers the nearest of several', () => {
    expect(nearestName('pgd-9', ['pgd-80', 'pgd-8'])).toBe('pgd-8');
  });

  it('does not compare long texts, nor a file full of names', () => {
    expect(nearestName('x'.repeat(100_000), ['x'.repeat(100_000)])).toBeNull();
    const many = Array.from({ length: 100_000 }, (_, i) => `name-${i}-${'y'.repeat(20)}`);
    const started = performance.now();
    for (let i = 0; i < 100; i++) nearestName(`nam-${i}-${'z'.repeat(20)}`, many);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
