import { openOrm } from './orm.ts'
import { keepQueue } from './queue.ts'

/** Brings the tables and the queue up to this release, as the owner; parallel starts wait for one another. Gives the names of what was applied. */
export async function migrate(ownerUrl: string): Promise<readonly string[]> {
  const orm = await openOrm(ownerUrl, { connections: 2, statementTimeout: 600_000 })
  try {
    return await orm.em.fork().transactional(async (em) => {
      // One migrator at a time; the lock goes with this transaction, the migrations run on a connection of their own.
      await em.execute(`select pg_advisory_xact_lock(hashtext('evenkeel migrate'))`)
      const applied = await orm.migrator.up()
      await keepQueue(em, ownerUrl)
      return applied.map((migration) => migration.name)
    })
  } finally {
    await orm.close()
  }
}
