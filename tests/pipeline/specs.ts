/** Small searches on the real digits: seconds of training, every part of the paper's algorithm. */
export function smallSpec(name: string, changes: Readonly<Record<string, string>> = {}): string {
  const parts = {
    seed: '3',
    update: 'step',
    meta: '2',
    teacherEpochs: '3',
    childEpochs: '1',
    limitTrain: '384',
    search: '',
    ...changes,
  };
  return `# yaml-language-server: $schema=../../schemas/pipeline.schema.json
apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: ${name} }
seed: ${parts.seed}
data:
  digits: { source: digits, evaluation: 64, limitTrain: ${parts.limitTrain}, limitTest: 100 }
attacks:
  fgsm: { type: fgsm, epsilon: 0.1 }
  pgd: { type: pgd, epsilon: 0.1, steps: 3, stepSize: 0.05 }
teachers:
  - { architecture: WRN-10-1, budget: 0.5M }
  - { architecture: WRN-10-2, budget: 2M }
training:
  teacher: { method: standard, epochs: ${parts.teacherEpochs}, batchSize: 64, attack: &inner { epsilon: 0.05, steps: 1, stepSize: 0.05 } }
  child: { method: standard, epochs: ${parts.childEpochs}, batchSize: 64, attack: *inner }
  final: { method: trades, epochs: 2, batchSize: 64, attack: *inner, select: best-pgd }
search:
  encoder: { tasks: 16, epochs: 5, hidden: 8, stateSize: 8 }
  policy: { hidden: 8 }
  meta: { iterations: ${parts.meta}, timeSteps: 2, update: ${parts.update} }
  fineTune: { iterations: 1 }
${parts.search}
targets:
  - { data: digits, attack: pgd, teacher: WRN-10-2 }
evaluate: [clean, pgd]
`;
}
