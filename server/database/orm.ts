import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import { entities } from './entities.ts'
import { lendPatiently } from './lend-connections.ts'
import { Foundations } from './migrations/migration-20261122-foundations.ts'
import { Batches } from './migrations/migration-20261125-batches.ts'
import { History } from './migrations/migration-20261126-history.ts'
import { QUEUE_SCHEMA } from './queue.ts'

/** Partitioned tables and their partitions, whose children the schema comparison does not know; a test compares their columns. */
export const PARTITIONED_TABLES = ['snapshot_content', 'mutation_key']

export interface OrmOptions {
  /** Most connections held at once. */
  connections: number
  /** Milliseconds after which a statement is given up; a database that went silent would else hang a request for ever. */
  statementTimeout: number
}

/** Opens MikroORM on one login. No connection is made before the first statement. */
export async function openOrm(url: string, { connections, statementTimeout }: OrmOptions) {
  return MikroORM.init({
    entities,
    clientUrl: url,
    extensions: [Migrator],
    allowGlobalContext: false,
    ensureDatabase: false,
    pool: { min: 0, max: connections },
    driverOptions: {
      connectionTimeoutMillis: 3_000,
      statement_timeout: statementTimeout,
      query_timeout: statementTimeout + 2_000,
      idle_in_transaction_session_timeout: 60_000,
      application_name: 'evenkeel',
      keepAlive: true,
      // The database's end of the same: where the network is gone it lets go of a transaction's locks after some seconds.
      options:
        '-c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3 -c tcp_user_timeout=4000',
      onPoolCreated: lendPatiently,
    },
    schemaGenerator: {
      createForeignKeyConstraints: false,
      ignoreSchema: [QUEUE_SCHEMA],
      skipTables: PARTITIONED_TABLES.map((table) => new RegExp(`^${table}(_|$)`)),
    },
    migrations: {
      migrationsList: [Foundations, Batches, History],
      tableName: 'migration',
      snapshot: false,
      silent: true,
      transactional: true,
      allOrNothing: true,
      disableForeignKeys: false,
    },
  })
}

export type Orm = Awaited<ReturnType<typeof openOrm>>
