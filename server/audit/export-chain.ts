import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { KeyObject } from 'node:crypto'
import type { Database } from '../database/in-firm.ts'
import { appendAudit, type Actor } from './append-audit.ts'
import { fingerprintOf, type Checkpoint } from './checkpoint.ts'
import { readChain } from './read-chain.ts'
import { checkpointsOf, takeCheckpoint } from './take-checkpoint.ts'

export interface ChainExport {
  readonly firmId: string
  readonly actor: Actor
  readonly privateKey: KeyObject
  /** Where the records go, one a line; the checkpoints go beside it, see `checkpointsFile`. */
  readonly file: string
}

export interface ChainExported {
  readonly records: number
  readonly lastHash: string
  /** Of the key that signed the last checkpoint. */
  readonly fingerprint: string
}

/** Where the checkpoints of an exported chain stand. */
export const checkpointsFile = (file: string) => `${file}.checkpoints.json`

/** Writes a firm's whole audit chain to a file, whole or not at all; the export is the last record of it. */
export async function exportChain(
  database: Database,
  { firmId, actor, privateKey, file }: ChainExport,
): Promise<ChainExported> {
  const last = await database.inFirm(firmId, async (transaction) => {
    await appendAudit(transaction, actor, [{ action: 'audit.export', noun: 'firm', nounId: firmId }])
    return takeCheckpoint(transaction, privateKey)
  })
  if (!last) throw new Error('The chain is empty after a record was added')
  const unfinished = `${file}.unfinished`
  try {
    const checkpoints = await database.readInFirm(firmId, async (transaction) => {
      const stream = createWriteStream(unfinished, { mode: 0o600, flush: true })
      const written = finished(stream)
      written.catch(() => undefined)
      for await (const records of readChain(transaction, last.seq)) {
        if (!stream.write(records.join('\n') + '\n')) await Promise.race([once(stream, 'drain'), written])
      }
      stream.end()
      await written
      return (await checkpointsOf(transaction)).filter(({ seq }) => seq <= last.seq)
    })
    await writeFile(checkpointsFile(file), checkpointsText(checkpoints), { mode: 0o600, flush: true })
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return { records: last.seq, lastHash: last.hash, fingerprint: fingerprintOf(last.publicKey) }
}

const checkpointsText = (checkpoints: readonly Checkpoint[]) => `${JSON.stringify(checkpoints, null, 2)}\n`
