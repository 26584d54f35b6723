import { defineConfig } from 'vitest/config';

/** Long matrices, soaks and fault runs: only `npm run test:long` runs them. */
const long = process.env['DCMMS_TEST_LONG'] === '1';

const folders = {
  schema: 'schema',
  db: 'db',
  runtime: 'runtime',
  core: 'subgraphs/core',
  inventory: 'subgraphs/inventory',
  telemetry: 'subgraphs/telemetry',
  predictions: 'subgraphs/predictions',
  gateway: 'gateway',
  web: 'web',
  dev: 'dev',
  e2e: 'e2e',
};

/**
 * The list of test projects, one per workspace. Vitest reads this file only when told (`--config vitest.workspace.ts`, as every
 * script here does); without it, it would run with its defaults and say nothing.
 */
export default defineConfig({
  // Vite would take graphql's ES modules beside the CommonJS copy that Apollo's libraries load, and graphql refuses two of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // One PostgreSQL, one QuestDB for the whole run; each test has its own database, tenant and site.
    globalSetup: ['db/testing/servers.ts'],
    maxWorkers: 2,
    reporters: ['default'],
    projects: Object.entries(folders).map(([name, root]) => ({
      extends: true as const,
      test: {
        name,
        root,
        include: [long ? '**/*.long.ts' : '**/*.test.ts'],
        testTimeout: long ? 900_000 : 60_000,
        hookTimeout: 120_000,
        // A state that is waited for comes late on a busy machine; a second of patience, which is the default, is a flaky test.
        expect: { poll: { timeout: 30_000 } },
        // Processes, ports and databases are real: a file's tests run one after another.
        sequence: { concurrent: false },
      },
    })),
  },
});
