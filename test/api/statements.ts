import pg from 'pg'

const CONTROL = /^(begin|commit|rollback|start transaction|set |select set_config)/i

/** Runs work and gives the SQL statements that the process sent meanwhile, without those that only open and close transactions. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  const original = prototype.query
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first] = args
    const text =
      typeof first === 'string' ? first : (first as { text?: string; cursor?: { text: string } }).text
    if (text !== undefined && !CONTROL.test(text.trim())) statements.push(text)
    return original.apply(this, args)
  }
  try {
    await work()
  } finally {
    prototype.query = original
  }
  return statements
}
