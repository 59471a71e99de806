/** A search in which everything runs side by side that can: episodes, children, targets, attacks. */
export function parallelSpec(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const parts = { iterations: '3', episodes: '3', timeSteps: '4', update: 'iteration', fineTune: '2', ...changes };
  return `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: ${name} }
seed: 11
data: { digits: { source: digits, evaluation: 64 } }
attacks:
  fgsm: { type: fgsm, epsilon: 0.1 }
  pgd: { type: pgd, epsilon: 0.1, steps: 10, stepSize: 0.02 }
teachers:
  - { architecture: WRN-10-2, budget: 1.2M }
  - { architecture: WRN-16-2, budget: 2.5M }
search:
  lips: { dimension: 16 }
  ct: { dimension: 16 }
  meta: { iterations: ${parts.iterations}, episodes: ${parts.episodes}, timeSteps: ${parts.timeSteps}, update: ${parts.update} }
  fineTune: { iterations: ${parts.fineTune} }
targets:
  - { data: digits, attack: pgd, teacher: WRN-16-2 }
  - { data: digits, attack: fgsm, teacher: WRN-10-2 }
evaluate: [clean, fgsm, pgd]
`;
}
