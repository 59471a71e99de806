import { defineConfig } from 'vitest/config';

/** Checks that take minutes each; `npm test` leaves them out. One at a time, so that their times mean something. */
export default defineConfig({
  test: {
    include: ['tests/**/*.slow.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60 * 60_000,
    hookTimeout: 10 * 60_000,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    execArgv: ['--disable-warning=DEP0051'],
  },
});
