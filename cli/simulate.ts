/** `rcnas simulate`: a run whose networks are formulas; same workflows, same store, no TensorFlow. */
import { join } from 'node:path';

import { simulationTaskQueue } from '../workflows/names';
import { loadCheckedSpec } from './loadSpec';
import type { GlobalOptions, StartOptions, WorkerOptions } from './options';
import { runSpec } from './run';

export interface SimulateOptions extends Pick<WorkerOptions, 'slots'>, Pick<StartOptions, 'priority'> {
  readonly secondsPerChild: number;
  /** Steps of children as local activities. */
  readonly localSteps?: boolean;
}

/** Keeps server, store and reports in `simulation/` of the state folder, apart from those of real runs. */
export async function simulateCommand(specPath: string, options: GlobalOptions & SimulateOptions): Promise<number> {
  const { secondsPerChild, localSteps, ...rest } = options;
  const spec = await loadCheckedSpec(specPath);
  const stateDir = join(options.stateDir, 'simulation');
  return await runSpec(
    { ...spec, metadata: { ...spec.metadata, name: `${spec.metadata.name}-simulated` } },
    specPath,
    { ...rest, stateDir, runsDir: join(stateDir, 'runs') },
    {
      taskQueue: simulationTaskQueue,
      simulation: { secondsPerTraining: secondsPerChild },
      localSteps,
      command: `rcnas simulate ${specPath}`,
    },
  );
}
