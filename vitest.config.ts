import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Vite would take the ES module build and Node the CommonJS one: two copies, whose types don't know each other.
    alias: [
      {
        find: /^graphql$/,
        replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)),
      },
    ],
  },
  test: {
    environment: 'node',
    // One MongoDB-protocol server for the whole run, started when the first file asks for it.
    globalSetup: ['test/support/mongo-global-setup.ts'],
    include: ['test/**/*.test.ts'],
    // Processes, not threads: the tests load native modules, change signals and start servers of their own.
    pool: 'forks',
    maxWorkers: 2,
    // The slowest tests without a limit of their own take 8 s, and three times that on a machine that does much else.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // Vitest's own is one second, and what is waited for may itself be looked at once a second.
    expect: { poll: { timeout: 20_000 } },
  },
});
