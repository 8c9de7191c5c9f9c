import type { FirmTransaction } from '../database/in-firm.ts'
import type { Snapshot } from '../engine/snapshot.ts'
import { readContents } from './content.ts'
import { restoreSnapshot } from './stored-snapshot.ts'

/** What a stored snapshot refers to. */
interface Parts {
  readonly prices: string
  readonly models: readonly string[]
}

/** Kept snapshots of a month by hash, in two statements whatever their number: prices and models are shared and read once. */
export async function restoreSnapshots(
  transaction: FirmTransaction,
  month: string,
  hashes: readonly string[],
): Promise<Map<string, Snapshot>> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return new Map()
  const stored = await readContents(transaction, month, wanted)
  const parts = new Set(
    [...stored.values()].flatMap((content) => [(content as Parts).prices, ...(content as Parts).models]),
  )
  const contents = new Map([...stored, ...(await readContents(transaction, month, [...parts]))])
  const read = (of: readonly string[]) =>
    Promise.resolve(new Map(of.map((hash) => [hash, contents.get(hash)])))
  const snapshots = await Promise.all(wanted.map((hash) => restoreSnapshot(hash, read)))
  return new Map(wanted.map((hash, index) => [hash, snapshots[index]!]))
}
