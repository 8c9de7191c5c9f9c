import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of the pane's own operations, read from the committed schema: `npx graphql-codegen`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'addin/api/operations/*.graphql',
  generates: {
    'addin/api/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.ts',
        strictScalars: true,
        defaultScalarType: 'never',
        // What is exact in the server stays text until a sheet or a bar needs a number.
        scalars: { ID: 'string', Decimal: 'string', LocalDate: 'string', DateTime: 'string' },
      },
    },
  },
}

export default config
