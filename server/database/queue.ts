import type { EntityManager } from '@mikro-orm/postgresql'
import type { Logger as QueueLogger } from 'graphile-worker'
import { pino, type Logger } from 'pino'

/** The schema of the queue, which graphile-worker makes and keeps. */
export const QUEUE_SCHEMA = 'graphile_worker'

/** The last migration of the graphile-worker that package.json names; a test holds the two together. */
export const QUEUE_MIGRATION = 20

/** Makes the queue's schema, or brings it up to this release, as the owner. */
export async function keepQueue(em: EntityManager, ownerUrl: string): Promise<void> {
  if ((await latestMigration(em)) >= QUEUE_MIGRATION) return
  // Loaded only where there is something to do: a start that finds all in place has no time for it.
  const { runMigrations } = await import('graphile-worker')
  await runMigrations({
    connectionString: ownerUrl,
    schema: QUEUE_SCHEMA,
    logger: await queueLogger(pino({ level: 'warn', base: undefined }, pino.destination(2))),
  })
}

async function latestMigration(em: EntityManager): Promise<number> {
  const [there] = await em.execute<{ oid: string | null }[]>(
    `select to_regclass('${QUEUE_SCHEMA}.migrations') as oid`,
  )
  if (!there?.oid) return 0
  const [latest] = await em.execute<{ id: number | null }[]>(
    `select max(id) as id from ${QUEUE_SCHEMA}.migrations`,
  )
  return latest?.id ?? 0
}

/** What the queue has to say, in our log: that it works is no news. */
export async function queueLogger(log: Logger): Promise<QueueLogger> {
  const { Logger: GraphileLogger } = await import('graphile-worker')
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error') log.warn({ part: 'queue' }, message)
    else log.debug({ part: 'queue' }, message)
  })
}
