import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** `application_name` of a test's own connection, whose statements are not the product's. */
export const TEST_PROGRAM = 'test'

const FIRST_LINE = /^([^|]*)\|([^|]*)\|(?:LOG: {2}(?:statement|execute [^:]*): (.*)|.*)$/

/** The statements that logins sent, each text once, without those of tests' own connections. */
export async function statementsInLog(file: string, logins: readonly string[]): Promise<string[]> {
  const statements = new Set<string>()
  let statement: string | undefined
  const keep = () => statement !== undefined && statements.add(statement)
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.startsWith('\t')) {
      if (statement !== undefined) statement += `\n${line.slice(1)}`
      continue
    }
    keep()
    const [, program, login, text] = FIRST_LINE.exec(line) ?? []
    statement = program !== TEST_PROGRAM && logins.includes(login!) ? text : undefined
  }
  keep()
  return [...statements]
}
