import type pg from 'pg'
import { WORKER_LOCKS } from '../../database/advisory-locks.ts'
import { QUEUE_SCHEMA } from '../../database/queue.ts'

/** Milliseconds from one look for jobs of dead workers to the next: their chunks wait about as long. */
const LOOK_EVERY_MS = 1_000

/** Seconds after which a job's holder must have its lock: the queue gives it its name only when it takes jobs already. */
const GRACE_SECONDS = 2

/**
 * Frees the jobs of workers that hold their name's lock no more, and wakes whoever can take them. The queue itself would wait four
 * hours for a worker that was killed. Its tables are of no firm; a job names its firm itself.
 */
const FREE_JOBS_OF_THE_DEAD = `
  with dead as (
    select distinct locked_by as worker from ${QUEUE_SCHEMA}._private_jobs
    where locked_by is not null and locked_at < now() - interval '${GRACE_SECONDS} seconds' and not exists (
      select from pg_locks
      where locktype = 'advisory' and classid = ${WORKER_LOCKS} and objsubid = 2 and granted
        and database = (select oid from pg_database where datname = current_database())
        and objid::bigint = hashtext(locked_by)::bigint & 4294967295
    )
  ), freed as (
    select ${QUEUE_SCHEMA}.force_unlock_workers(array_agg(worker)) from dead having count(*) > 0
  )
  select pg_notify('jobs:insert', json_build_object('r', random(), 'count', 10)::text) from freed`

/** Looks for jobs of dead workers, again and again, until it is stopped. */
export function takeOverFromTheDead(pool: pg.Pool, onFault: (error: unknown) => void): { stop(): void } {
  let isLooking = false
  const looking = setInterval(() => {
    if (isLooking) return
    isLooking = true
    pool
      .query(FREE_JOBS_OF_THE_DEAD)
      .catch(onFault)
      .finally(() => (isLooking = false))
  }, LOOK_EVERY_MS)
  return { stop: () => clearInterval(looking) }
}
