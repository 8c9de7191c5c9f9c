/** Apollo's suite needs jest; the product's own tests do not. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/mount.suite.mjs'],
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'json'],
  transform: {},
}
