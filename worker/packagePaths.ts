/** Where things of this package are, whether its code runs compiled from `dist/` or from source in a test. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let root: string | undefined;

/** Folder of rcnas' package.json. */
export function packageRoot(): string {
  if (root === undefined) {
    root = __dirname;
    while (!existsSync(join(root, 'package.json'))) {
      const parent = dirname(root);
      if (parent === root) throw new Error(`no package.json in any folder above ${__dirname}`);
      root = parent;
    }
  }
  return root;
}

/** A compiled file under `dist/`, such as `worker/trainer.js`. Processes are always started from compiled code. */
export function compiledFile(relativePath: string): string {
  return join(packageRoot(), 'dist', relativePath);
}
