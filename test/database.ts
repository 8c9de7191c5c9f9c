import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../server/database/embedded.ts'
import { ensureLogins, type DatabaseUrls } from '../server/database/logins.ts'
import { migrate } from '../server/database/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Addresses of the run's one real PostgreSQL, migrated; tests keep apart by a firm of their own. */
    databaseUrls: DatabaseUrls
  }
}

/** Starts a throw-away PostgreSQL for the run (no fsync), and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'evenkeel-test-'))
  // PostgreSQL runs as nobody where tests run as root, and must pass through.
  await chmod(home, 0o711)
  const database = await startEmbedded(home, { fsync: false })
  const urls = await ensureLogins(database.ownerUrl)
  await migrate(database.ownerUrl)
  project.provide('databaseUrls', urls)
  return async () => {
    await database.stop()
    await rm(home, { recursive: true, force: true })
  }
}
