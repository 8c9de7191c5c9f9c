import pg from 'pg'

/** A connection's socket, which pg's types leave out. */
interface WithSocket {
  readonly connection: { readonly stream: { destroy(): void } }
}

/**
 * One transaction of the tables' owner inside a firm, on a connection of its own. Row security binds the owner too, so that it sees
 * and writes nothing of another firm.
 */
export async function ownerTransaction<T>(
  ownerUrl: string,
  { firmId, readOnly = false }: { readonly firmId: string; readonly readOnly?: boolean },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'evenkeel backup' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`begin isolation level repeatable read${readOnly ? ' read only' : ''}`)
    await client.query(`select set_config('app.firm', $1, true)`, [firmId])
    const result = await work(client)
    await client.query('commit')
    await client.end()
    return result
  } catch (error) {
    // Not ended in order: a COPY that broke off would never let it.
    ;(client as unknown as WithSocket).connection.stream.destroy()
    throw error
  }
}

/** Names of the migrations that a database has had, in order. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by id')
  return rows.map(({ name }) => name)
}
