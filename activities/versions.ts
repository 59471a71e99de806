import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { EngineInfo } from './dependencies';

/** Versions of what made a run's numbers, for its report. */
export function componentVersions(engine: EngineInfo): Record<string, string> {
  return {
    rcnas: readPackageVersion(__dirname),
    node: process.versions.node,
    tensorflow: engine.tensorflow,
    temporal: packageVersionOf('@temporalio/worker'),
  };
}

/** Version in the nearest package.json at or above a folder: the same from the sources and from `dist/`. */
function readPackageVersion(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(current, 'package.json'), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name !== undefined && version !== undefined) return version;
    } catch (error) {
      if (dirname(current) === current) throw error;
    }
  }
}

function packageVersionOf(name: string): string {
  return readPackageVersion(dirname(require.resolve(name)));
}
