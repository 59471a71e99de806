export { pipeline } from './pipeline';
export { metaTraining } from './metaTraining';
export { metaIteration } from './metaIteration';
export { episode } from './episode';
export { fineTune } from './fineTune';
export { evaluation } from './evaluation';
export { scheduledRun } from './scheduledRun';
