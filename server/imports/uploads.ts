import { sql } from 'kysely'
import { sha256 } from '../audit/audit-line.ts'
import type { Database, FirmTransaction } from '../database/in-firm.ts'
import { uuidv7 } from '../database/ids.ts'
import { Turns } from './parsing/turns.ts'

/** Largest file taken in, in bytes. */
export const MOST_UPLOAD_BYTES = 64 * 1024 * 1024

export interface UploadedFile {
  readonly id: string
  readonly name: string
  readonly bytes: Buffer
}

/** The last part of a path, without control characters: what a file calls itself is shown to people and never opened. */
export const fileName = (name: string) =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 255) || 'unnamed'

/** Few at once: each holds a connection while megabytes go in, and whoever asks anything needs one to be known by. */
const keeping = new Turns(2, Infinity)

/** Keeps a file until a mutation names it; files of the day before are let go of on the way. */
export async function keepUpload(
  database: Database,
  { firmId, userId }: { firmId: string; userId: string },
  name: string,
  bytes: Buffer,
): Promise<{ id: string; name: string; sha256: string; bytes: number }> {
  const upload = { id: uuidv7(), name: fileName(name), sha256: sha256(bytes), bytes: bytes.length }
  const insert = () =>
    database.inFirm(firmId, async ({ kysely }) => {
      await sql`delete from upload where firm_id = ${firmId} and recorded_at < now() - interval '1 day'`.execute(
        kysely,
      )
      await kysely
        .insertInto('upload')
        .values({
          firm_id: firmId,
          id: upload.id,
          user_id: userId,
          name: upload.name,
          sha256: upload.sha256,
          content: bytes,
        })
        .execute()
    })
  await keeping.wait(insert)
  return upload
}

/** The files of a user by id, in the order asked for; undefined where one is not there. */
export async function uploadsOf(
  { firmId, kysely }: FirmTransaction,
  userId: string,
  ids: readonly string[],
): Promise<UploadedFile[] | undefined> {
  const rows = await kysely
    .selectFrom('upload')
    .select(['id', 'name', 'content'])
    .where('firm_id', '=', firmId)
    .where('user_id', '=', userId)
    .where('id', 'in', [...ids])
    .execute()
  const byId = new Map(
    rows.map((row) => [row.id, { id: row.id, name: row.name, bytes: row.content as unknown as Buffer }]),
  )
  const files = ids.map((id) => byId.get(id))
  return files.every((file) => file !== undefined) ? files : undefined
}

/** Lets go of files that were loaded; false where one was gone already. */
export async function dropUploads(
  { firmId, kysely }: FirmTransaction,
  ids: readonly string[],
): Promise<boolean> {
  const dropped = await kysely
    .deleteFrom('upload')
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...ids])
    .returning('id')
    .execute()
  return dropped.length === new Set(ids).size
}
