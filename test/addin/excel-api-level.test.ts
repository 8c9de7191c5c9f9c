import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { usedMembers } from './excel-api-level.ts'
import { readManifest } from './manifest-faults.ts'

/** Members younger than what the manifest requires, and why none of them can fail where it is missing. */
const GUARDED: Readonly<Record<string, string>> = {
  'RunOptions.mergeUndoGroup': 'given only where isSetSupported says 1.20',
  'WorksheetChangedEventArgs.triggerSource': 'read from an event; undefined, a change counts as a person’s',
}

const used = usedMembers()
const manifest = readManifest(readFileSync(join(import.meta.dirname, '../../manifest.xml'), 'utf8'))
const required = manifest.querySelector('Requirements Set[Name="ExcelApi"]')?.getAttribute('MinVersion')

test('the manifest requires the edition of Excel’s API that the add-in needs, and no later one', () => {
  const youngest = used.find(({ name }) => !(name in GUARDED))
  expect({ ...youngest, edition: `1.${youngest?.minor}` }).toMatchObject({ edition: required })
})

test('whatever is used beyond that is guarded, and every guard is needed', () => {
  const beyond = used.filter(({ minor }) => minor > Number(required?.split('.')[1])).map(({ name }) => name)
  expect(beyond.sort()).toEqual(Object.keys(GUARDED).sort())
})

test('members are found as properties, calls, options and events, each with its edition', () => {
  const editionOf = new Map(used.map(({ name, minor }) => [name, minor]))
  expect(used.length).toBeGreaterThan(80)
  expect(editionOf.get('Worksheet.customProperties')).toBe(12)
  expect(editionOf.get('Table.clearFilters')).toBe(2)
  expect(editionOf.get('DataValidationRule.decimal')).toBe(8)
  expect(editionOf.get('Worksheet.onChanged')).toBe(7)
})
