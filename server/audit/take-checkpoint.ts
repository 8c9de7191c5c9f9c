import type { KeyObject } from 'node:crypto'
import type { FirmTransaction } from '../database/in-firm.ts'
import { instantText } from './append-audit.ts'
import { signCheckpoint, type Checkpoint } from './checkpoint.ts'

/** Signs where the firm's chain ends now and keeps that; none where the chain is empty. The same end is signed once. */
export async function takeCheckpoint(
  { firmId, kysely }: FirmTransaction,
  privateKey: KeyObject,
): Promise<Checkpoint | null> {
  const head = await kysely
    .selectFrom('audit_head')
    .select(['sequence', 'hash', instantText.as('now')])
    .where('firm_id', '=', firmId)
    .executeTakeFirst()
  if (!head || head.sequence === '0') return null
  const signed = signCheckpoint({ seq: Number(head.sequence), hash: head.hash, at: head.now }, privateKey)
  await kysely
    .insertInto('audit_checkpoint')
    .values({
      firm_id: firmId,
      sequence: head.sequence,
      hash: signed.hash,
      at: signed.at,
      signature: signed.sig,
      public_key: signed.publicKey,
    })
    .onConflict((conflict) => conflict.columns(['firm_id', 'sequence']).doNothing())
    .execute()
  return signed
}

/** Every checkpoint of the firm that is kept, in order. */
export async function checkpointsOf({ firmId, kysely }: FirmTransaction): Promise<Checkpoint[]> {
  const rows = await kysely
    .selectFrom('audit_checkpoint')
    .selectAll()
    .where('firm_id', '=', firmId)
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({
    seq: Number(row.sequence),
    hash: row.hash,
    at: row.at,
    sig: row.signature,
    publicKey: row.public_key,
  }))
}
