import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Kind, buildSchema, parse, validate, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import * as generated from '../../../addin/api/generated/graphql.ts'

const ROOT = join(import.meta.dirname, '../../..')
const OPERATIONS = join(ROOT, 'addin/api/operations')

const documents = Object.entries(generated).filter(([name]) => name.endsWith('Document'))

test.each(documents)('%s fits the committed schema', async (_name, document) => {
  const schema = buildSchema(await readFile(join(ROOT, 'schema.graphql'), 'utf8'))
  const complaints = validate(schema, parse(String(document)))
  expect(complaints.map(({ message }) => message)).toEqual([])
})

test('every operation that is written has its generated document, and no more', async () => {
  const texts = await Promise.all(
    (await readdir(OPERATIONS)).map((name) => readFile(join(OPERATIONS, name), 'utf8')),
  )
  const written = texts
    .flatMap((text) => parse(text).definitions)
    .filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => `${name?.value}Document`)
  expect(documents.map(([name]) => name).sort()).toEqual(written.sort())
})
