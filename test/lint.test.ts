import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, test } from 'vitest'

// These rules need no types, whose program takes ten seconds to build.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] })

/** What ESLint says of a text that stood in a file of the project. */
async function said(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath })
  return result!.messages.map(({ ruleId }) => ruleId ?? 'not parsed')
}

test.each([
  ['addin/sheets/sheet-names.ts', 'export const run = Excel.run', ['no-restricted-globals']],
  ['addin/taskpane/remembered-token.ts', 'export const ready = Office.onReady', ['no-restricted-globals']],
  ['server/engine/rebalance.ts', 'export const now = Date.now()', ['no-restricted-properties']],
  ['server/engine/rebalance.ts', 'export const now = new Date()', ['no-restricted-syntax']],
  ['server/engine/rebalance.ts', 'export const lot = Math.random()', ['no-restricted-properties']],
  ['server/engine/rebalance.ts', 'export const now = performance.now()', ['no-restricted-globals']],
  ['server/engine/rebalance.ts', 'export const day = new Date(0)', []],
])('in %s: %s', async (filePath, text, rules) => {
  expect((await said(filePath, text)).filter((rule) => rule.startsWith('no-restricted'))).toEqual(rules)
})
