import pg from 'pg'
import { inject } from 'vitest'

/** What the database does by itself within a minute of a load: counts its rows, so that the planner knows the new firm's size. */
export async function analyze(): Promise<void> {
  const owner = new pg.Client({ connectionString: inject('databaseUrls').owner })
  await owner.connect()
  try {
    await owner.query('analyze')
  } finally {
    await owner.end()
  }
}
