import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** `application_name` of a test's own connection, whose statements are not the product's. */
export const TEST_PROGRAM = 'test'

const FIRST_LINE = /^([^|]*)\|([^|]*)\|(?:LOG: {2}(?:statement|execute [^:]*): (.*)|.*)$/

/**
 * The statements that the product sent, each text once: all of the two working logins that no test says are its own, and of the
 * owner those of what runs all day, such as the queue: migrations are its own, and whoever tests the tables is the owner too.
 */
export async function statementsInLog(
  file: string,
  { owner, working }: { readonly owner: string; readonly working: readonly string[] },
): Promise<string[]> {
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
    const isOurs = login === owner ? program!.startsWith('evenkeel ') : working.includes(login!)
    statement = isOurs && program !== TEST_PROGRAM ? text : undefined
  }
  keep()
  return [...statements]
}
