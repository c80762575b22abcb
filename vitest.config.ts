import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'apps/*/{src,test}/**/*.test.ts'],
    globalSetup: ['scripts/test-setup.ts'],
    // One after the other in the same worker: to load service and rules anew for each file takes a third of the time.
    isolate: false,
    // Half of the time is waiting for browsers, processes and databases.
    maxWorkers: 2,
    // What a page comes to show has as long as a busy machine needs: a second is not.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
