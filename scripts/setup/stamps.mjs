/**
 * What has been set up already. A step is current when the text that decides it (its key) is unchanged and the files
 * that it made still have the size they had. Sizes, not hashes: the libraries are 850 MB and set-up must be instant.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export class Stamps {
  #file;
  #steps;

  /** @param {string} file where the stamps are kept; may be missing or damaged, then nothing is current */
  constructor(file) {
    this.#file = file;
    this.#steps = readSteps(file);
  }

  /** @returns {boolean} whether the step was recorded with this key and its outputs are all there */
  isCurrent(step, key) {
    const stamp = this.#steps[step];
    return stamp?.key === key && Object.entries(stamp.outputs).every(([path, size]) => sizeOf(path) === size);
  }

  /** Facts recorded with the step, `undefined` when it was never completed. */
  facts(step) {
    return this.#steps[step]?.facts;
  }

  /**
   * Records a completed step.
   * @param {string} step
   * @param {string} key everything that decided the outputs
   * @param {string[]} outputs files that must stay for the step to be current
   * @param {Record<string, string>} [facts] what later runs want to know, such as a version
   */
  record(step, key, outputs, facts = {}) {
    const sizes = Object.fromEntries(outputs.map((path) => [path, sizeOf(path)]));
    const missing = outputs.find((path) => sizes[path] === undefined);
    if (missing) throw new Error(`step ${step} is recorded without its output ${missing}`);
    this.#steps[step] = { key, outputs: sizes, facts };
    writeAtomically(this.#file, JSON.stringify(this.#steps, null, 2));
  }
}

/** Writes so that a reader, or a crash, sees the old content or the new one. */
export function writeAtomically(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

function readSteps(file) {
  try {
    const steps = JSON.parse(readFileSync(file, 'utf8'));
    const sound = (stamp) => typeof stamp?.key === 'string' && typeof stamp.outputs === 'object' && stamp.outputs;
    return Object.fromEntries(Object.entries(steps).filter(([, stamp]) => sound(stamp)));
  } catch {
    return {};
  }
}

function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
