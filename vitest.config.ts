import { defineConfig } from 'vitest/config'

export default defineConfig({
  // graphql 16 has no "exports" map: Vite would take index.mjs for our sources while packages load index.js,
  // and graphql refuses to work with two copies of itself.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
