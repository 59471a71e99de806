import type { ReportTimings } from './types';

export interface Phase {
  readonly key: keyof ReportTimings['phases'];
  readonly label: string;
}

/** The phases of a run in their order, with their names for people. */
export const PHASES: readonly Phase[] = [
  { key: 'teachers', label: 'Teachers' },
  { key: 'encoder', label: 'State encoder' },
  { key: 'meta', label: 'Meta-training' },
  { key: 'fineTune', label: 'Fine-tuning' },
  { key: 'final', label: 'Final training' },
  { key: 'evaluate', label: 'Attacks on the test set' },
];
