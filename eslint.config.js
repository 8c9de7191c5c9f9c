import tseslint from 'typescript-eslint'

const OFFICE = ['Excel', 'Office', 'OfficeExtension', 'OfficeRuntime'].map((name) => ({
  name,
  message: 'Only addin/excel touches Office.js.',
}))
const OUTSIDE_WORLD = ['performance', 'process', 'console', 'crypto', 'fetch', 'setTimeout', 'setInterval']

export default tseslint.config(
  {
    ignores: [
      'dist',
      '.cache',
      'node_modules',
      'addin/api/generated',
      '**/*.mjs',
      '**/*.cjs',
      'eslint.config.js',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A refusal is data and a promise is awaited: an unhandled one is a fault that nobody sees.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // Office.js stays at the edge; the workbench's host plays Office, and tests look at both sides.
    files: ['server/**', 'addin/**'],
    ignores: ['addin/excel/**', 'addin/workbench/host/**'],
    rules: {
      'no-restricted-globals': ['error', ...OFFICE],
    },
  },
  {
    // The same snapshot gives the same bytes: time comes in as a value, and nothing is drawn by lot.
    files: ['server/engine/**'],
    rules: {
      'no-restricted-globals': ['error', ...OFFICE, ...OUTSIDE_WORLD],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time comes in as a value.' },
        { object: 'Math', property: 'random', message: 'The engine draws nothing by lot.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time comes in as a value.',
        },
        { selector: 'CallExpression[callee.name="Date"]', message: 'Time comes in as a value.' },
      ],
    },
  },
  {
    // Answers of the server arrive in tests as plain JSON.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
)
