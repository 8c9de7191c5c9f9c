import { deflateRawSync } from 'node:zlib'

/** Archives that one reader takes for another than the next does: the places of their directories and parts are told twice. */

const END = 22
const DIRECTORY_ENTRY = 46
const LOCAL_HEADER = 30

const endOf = (archive: Buffer) => archive.subarray(archive.length - END)
const directoryAt = (archive: Buffer) => endOf(archive).readUInt32LE(16)

/** Where each entry of an archive's directory stands. */
function entriesOf(archive: Buffer): number[] {
  const places: number[] = []
  let at = directoryAt(archive)
  for (let left = endOf(archive).readUInt16LE(10); left > 0; left -= 1) {
    places.push(at)
    at += DIRECTORY_ENTRY + [28, 30, 32].reduce((sum, of) => sum + archive.readUInt16LE(at + of), 0)
  }
  return places
}

/** A copy of an archive of which some bytes were changed. */
function changed(archive: Buffer, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(archive)
  change(copy)
  return copy
}

/** The archive without its end, as it stands when so many bytes come before it. */
function moved(archive: Buffer, bytes: number): Buffer {
  const copy = changed(archive, (all) => {
    for (const at of entriesOf(all)) all.writeUInt32LE(all.readUInt32LE(at + 42) + bytes, at + 42)
  })
  return copy.subarray(0, archive.length - END)
}

/** One archive by its directory, another by its 64-bit directory, to which a size of all ones points. */
export function hiddenBehindZip64(shown: Buffer, hidden: Buffer): Buffer {
  const first = shown.subarray(0, shown.length - END)
  const second = moved(hidden, first.length)
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  for (const at of [24, 32]) record.writeBigUInt64LE(BigInt(endOf(hidden).readUInt16LE(10)), at)
  record.writeBigUInt64LE(BigInt(endOf(hidden).readUInt32LE(12)), 40)
  record.writeBigUInt64LE(BigInt(first.length + directoryAt(hidden)), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(first.length + second.length), 8)
  locator.writeUInt32LE(1, 16)
  const end = changed(endOf(shown), (copy) => copy.writeUInt32LE(0xffffffff, 12))
  return Buffer.concat([first, second, record, locator, end])
}

/** One archive by its end, another by the end in the comment of that end. */
export function hiddenInComment(shown: Buffer, hidden: Buffer): Buffer {
  const first = shown.subarray(0, shown.length - END)
  const second = moved(hidden, first.length)
  const end = changed(endOf(shown), (copy) => copy.writeUInt16LE(END, 20))
  const comment = changed(endOf(hidden), (copy) =>
    copy.writeUInt32LE(copy.readUInt32LE(16) + first.length, 16),
  )
  return Buffer.concat([first, second, end, comment])
}

/** An archive whose places count from its own beginning, behind bytes of something else. */
export const behindOtherBytes = (archive: Buffer) =>
  Buffer.concat([Buffer.from('PK and what is no archive'), archive])

/** An archive with bytes between its directory and its end. */
export const withGap = (archive: Buffer) =>
  Buffer.concat([archive.subarray(0, archive.length - END), Buffer.alloc(8), endOf(archive)])

/** An archive whose last part is empty by its directory, and something by the header before its bytes. */
export const emptyByDirectory = (archive: Buffer) =>
  changed(archive, (copy) => {
    const at = entriesOf(copy).at(-1)!
    copy.writeUInt16LE(8, at + 8)
    copy.writeUInt32LE(0, at + 20)
    copy.writeUInt32LE(0, at + 24)
  })

/** An archive whose last part is stored by the header before its bytes, and packed by its directory. */
export const storedByHeader = (archive: Buffer) =>
  changed(archive, (copy) => copy.writeUInt16LE(0, copy.readUInt32LE(entriesOf(copy).at(-1)! + 42) + 8))

/** An archive whose last part's size is the one that stands in a 64-bit field. */
export const sizedByZip64 = (archive: Buffer) =>
  changed(archive, (copy) => copy.writeUInt32LE(0xffffffff, entriesOf(copy).at(-1)! + 20))

/** An archive of which two parts lie in the same bytes, as they do in bombs that need no nesting. */
export const overlapping = (archive: Buffer) =>
  changed(archive, (copy) => {
    const [last, former] = entriesOf(copy).toReversed() as [number, number]
    // The last part reaches from the header of the former one on.
    const header = copy.readUInt32LE(former + 42)
    copy.writeUInt32LE(copy.readUInt32LE(last + 20) + copy.readUInt32LE(last + 42) - header, former + 20)
    copy.writeUInt32LE(copy.readUInt32LE(former + 20), header + 18)
  })

/** An archive whose last part goes on behind the end of what is packed in it. */
export function withBytesBehindPart(archive: Buffer): Buffer {
  const at = entriesOf(archive).at(-1)!
  const header = archive.readUInt32LE(at + 42)
  const packed = archive.readUInt32LE(at + 20)
  const end =
    header + LOCAL_HEADER + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28) + packed
  const more = deflateRawSync('what no one counts')
  const longer = Buffer.concat([archive.subarray(0, end), more, archive.subarray(end)])
  return changed(longer, (copy) => {
    copy.writeUInt32LE(directoryAt(archive) + more.length, copy.length - END + 16)
    copy.writeUInt32LE(packed + more.length, entriesOf(copy).at(-1)! + 20)
    copy.writeUInt32LE(packed + more.length, header + 18)
  })
}
