import { defineConfig } from 'vitest/config'

/** What measures how soon the server answers, or kills it at a moment: nothing else may run beside it. */
const ALONE = ['test/chaos/**/*.test.ts', 'test/imports/bombs.test.ts']

/** What looks at all that the others have left behind. */
const LAST = ['test/statement-log.test.ts']

export default defineConfig({
  // graphql 16 has no "exports" map: Vite would take index.mjs for our sources while packages load index.js,
  // and graphql refuses to work with two copies of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    globalSetup: ['test/database.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A poll ends as soon as it is met; a busy machine must not end it before.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'beside others',
          include: ['test/**/*.test.ts'],
          exclude: [...ALONE, ...LAST],
          // Much of it waits for a browser, a database or another process.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: { name: 'last', include: LAST, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
})
