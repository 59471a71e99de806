/**
 * The rooms of the house: which top-level folder may import which. `values` are imports of any kind, `types` are type
 * imports only. What is not listed is not allowed; the same folder always is. A file named here has its own rights.
 */
const SCIENCE = ['search', 'architectures', 'attacks', 'training', 'datasets', 'tensor'];
const TENSORFLOW_PROCESS = { values: ['activities', 'artifacts', 'tensor'], types: [] };

export const ROOMS = {
  tensor: { values: [], types: [] },
  architectures: { values: ['tensor'], types: [] },
  datasets: { values: ['tensor'], types: ['architectures'] },
  attacks: { values: ['tensor'], types: [] },
  // Checkpoints are files in the store's format, written the store's way.
  training: { values: ['attacks', 'tensor', 'architectures', 'artifacts'], types: ['datasets'] },
  search: { values: ['tensor', 'architectures'], types: [] },
  artifacts: { values: [], types: ['tensor'] },
  schemas: { values: [], types: [...SCIENCE, 'artifacts', 'reports'] },
  reports: { values: ['artifacts', 'schemas'], types: [...SCIENCE, 'activities'] },
  activities: { values: [...SCIENCE, 'artifacts', 'schemas', 'reports'], types: [] },
  workflows: { values: [], types: [...SCIENCE, 'artifacts', 'schemas', 'reports', 'activities'] },
  bench: { values: [...SCIENCE, 'worker'], types: [] },
  worker: { values: ['workflows', 'activities', 'artifacts'], types: ['schemas', 'reports', 'search'] },
  // Entries of processes of their own: the only places outside the science where TensorFlow is loaded.
  'worker/trainer.ts': TENSORFLOW_PROCESS,
  'worker/tensorflowProbe.ts': TENSORFLOW_PROCESS,
};

/** Single files that any room may import by value: plain constants and pure functions without further imports. */
export const SHARED_FILES = ['schemas/nearest', 'attacks/auditFlags'];
