import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { FIRST_TABS } from '../../server/explorer/first-tabs.ts'

test('every query that stands open at the first visit fits the schema', async () => {
  const schema = buildSchema(await readFile(join(import.meta.dirname, '../../schema.graphql'), 'utf8'))
  const complaints = FIRST_TABS.flatMap(({ query }) => validate(schema, parse(query)))
  expect(complaints.map(({ message }) => message)).toEqual([])
  expect(FIRST_TABS.flatMap(({ variables }) => (variables ? [JSON.parse(variables)] : []))).toHaveLength(2)
})
