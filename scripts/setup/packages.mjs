/** The npm packages, exactly as package-lock.json names them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { SetupFailure } from './failure.mjs';
import { runProgram } from './run-program.mjs';

/**
 * First difference between the lock file and what npm recorded as installed, or null when there is none. Optional
 * packages may be missing: most of them are for other platforms.
 * @param {string} root the checkout
 * @returns {string | null}
 */
export function differenceFromLock(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  if (!wanted) throw new SetupFailure('package-lock.json is missing or damaged.', ['git checkout package-lock.json']);
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const found = installed[path];
    if (!found && !entry.optional && !entry.devOptional && !entry.peer) return `${nameOf(path)} is missing`;
    if (found && found.version !== entry.version) return `${nameOf(path)} is ${found.version}, not ${entry.version}`;
  }
  return null;
}

/** Installs with scripts off; this empties node_modules first. */
export async function installPackages(root) {
  const { ok, output } = await runProgram('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
  if (!ok) {
    throw new SetupFailure(
      'npm could not install the packages.',
      [
        'Look at the lines above: no network, a proxy (npm config set proxy ...), or a package registry that lacks a package.',
        'If package.json was edited by hand: npm install --ignore-scripts, and commit package-lock.json.',
      ],
      { output },
    );
  }
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
