/** The one direction in which the project's parts may know each other; README's map draws it. */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engine-is-pure',
      comment:
        'The engine knows nothing but itself and the decimal and solver packages: no clock, random, I/O.',
      severity: 'error',
      from: { path: '^server/engine' },
      to: { pathNot: '^server/engine|^node_modules/(decimal\\.js|highs)/' },
    },
    {
      name: 'sheets-are-pure',
      severity: 'error',
      from: { path: '^addin/sheets' },
      to: { pathNot: '^addin/(sheets|api/generated)' },
    },
    {
      name: 'only-resolvers-and-graphql-know-type-graphql',
      severity: 'error',
      from: { path: '^server', pathNot: '^server/graphql|\\.(resolver|types)\\.ts$' },
      to: { path: '^node_modules/type-graphql' },
    },
    {
      name: 'use-cases-do-not-know-resolvers',
      severity: 'error',
      from: { path: '^server', pathNot: '^server/(graphql|http|main|cli/schema)|\\.resolver\\.ts$' },
      to: { path: '\\.resolver\\.ts$|^server/graphql/(schema|limits)' },
    },
    {
      name: 'database-knows-no-noun-but-rows',
      severity: 'error',
      from: { path: '^server/database' },
      to: { path: '^server/(graphql|http|cli|imports|exports)', pathNot: '\\.entity\\.ts$' },
    },
    {
      name: 'file-formats-only-in-imports-and-exports',
      severity: 'error',
      from: { path: '^server', pathNot: '^server/(imports|exports)' },
      to: { path: '^node_modules/(csv-parse|csv-stringify|hucre)/' },
    },
    {
      name: 'addin-and-server-meet-over-graphql',
      severity: 'error',
      from: { path: '^addin' },
      to: { path: '^server' },
    },
    {
      name: 'server-does-not-know-the-addin',
      severity: 'error',
      from: { path: '^server' },
      to: { path: '^addin' },
    },
    {
      name: 'the-product-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^(server|addin)' },
      to: { path: '^test' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
