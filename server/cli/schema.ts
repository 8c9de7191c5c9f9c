import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { packageRoot } from '../package-root.ts'
import { InputRefused } from './failure.ts'

/** `evenkeel schema`: the GraphQL schema as text, or whether the committed one is in step. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the GraphQL schema')
    .option('--check', 'print nothing; fail unless schema.graphql says the same')
    .action(printOrCheck)
}

async function printOrCheck({ check }: { check?: true }): Promise<void> {
  const { schemaText } = await import('../graphql/schema.ts')
  const text = await schemaText()
  if (!check) {
    process.stdout.write(text)
    return
  }
  const committed = await readFile(join(packageRoot(), 'schema.graphql'), 'utf8').catch(() => '')
  if (committed === text) return
  const line = firstDifference(committed, text)
  throw new InputRefused(
    `schema.graphql is not in step with the server from line ${line} on: run npx evenkeel schema > schema.graphql.`,
  )
}

/** The number of the first line, from 1, in which two texts differ. */
function firstDifference(one: string, other: string): number {
  const lines = other.split('\n')
  const index = one.split('\n').findIndex((line, number) => line !== lines[number])
  return (index < 0 ? lines.length : index) + 1
}
