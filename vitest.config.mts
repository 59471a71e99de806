import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,mjs}'],
    // The native TensorFlow addon must not be shared between worker threads.
    pool: 'forks',
    maxWorkers: 2,
    // Guards against a hang, not a measure: slow processors take four times as long as fast ones.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // TensorFlow's start-up notes about the processor are of no use in a test's output; errors still show.
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    // TensorFlow.js calls a function that Node 22 deprecates.
    execArgv: ['--disable-warning=DEP0051'],
  },
});
