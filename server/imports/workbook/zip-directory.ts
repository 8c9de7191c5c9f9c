/** An entry of a ZIP archive as its directory, and the header before its bytes, tell of it. */
export interface ZipEntry {
  readonly name: string
  /** Bytes before and after inflation, by the directory's word. */
  readonly packedSize: number
  readonly size: number
  readonly checkSum: number
  readonly isDeflated: boolean
  readonly packed: Buffer
}

/** Why an archive is not read. */
export interface ArchiveFault {
  readonly what: string
  readonly found: string
  readonly expected: string
}

/** A workbook is refused beyond these; a real one of 50,000 rows stays far below them. */
export const WORKBOOK_LIMITS = {
  packedBytes: 5 * 1024 * 1024,
  bytes: 50 * 1024 * 1024,
  entries: 200,
  /** Times that an entry may grow; sheets of real workbooks grow about tenfold. */
  growth: 200,
  rows: 50_000,
  columns: 100,
} as const

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46
const HEADER_SIZE = 30
const ENCRYPTED = 0x0001
/** The sizes stand behind the bytes as well, and may be left out of the header before them. */
const SIZES_FOLLOW = 0x0008
/** The value stands in a 64-bit field elsewhere. */
const ELSEWHERE = 0xffffffff
const STORED = 0
const DEFLATED = 8
/** A small entry may grow a lot and stay small. */
const FREE_GROWTH_BYTES = 1024 * 1024

const broken = (what: string, found = ''): ArchiveFault => ({ what, found, expected: 'a workbook (.xlsx)' })

const twoWays = (what: string, found = ''): ArchiveFault => ({
  what: `${what} could be read in two ways`,
  found,
  expected: 'a workbook that Excel saved',
})

/**
 * Reads the directory of a ZIP archive before anything is inflated, and refuses what no workbook needs: more entries or bytes
 * than the limits, entries that grow too much, stand there twice, lie over one another, lead out of the archive, or are encrypted;
 * and whatever another reader could take for another archive: 64-bit directories, comments, gaps, headers that disagree.
 */
export function readDirectory(bytes: Buffer): readonly ZipEntry[] | ArchiveFault {
  const limits = WORKBOOK_LIMITS
  if (bytes.length > limits.packedBytes) {
    return {
      what: 'the workbook is too large',
      found: `${bytes.length} bytes`,
      expected: `at most ${limits.packedBytes} bytes; larger tables go in as CSV`,
    }
  }
  const directory = findDirectory(bytes)
  if ('what' in directory) return directory
  const { start, count, end } = directory
  if (count > limits.entries)
    return {
      what: 'the workbook has too many parts',
      found: `${count}`,
      expected: `at most ${limits.entries}`,
    }
  const entries: PlacedEntry[] = []
  const names = new Set<string>()
  let at = start
  let sum = 0
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(bytes, at)
    if ('what' in entry) return entry
    const { name, size, next } = entry
    // Names differ for a reader that ignores capitals, too.
    const key = name.toLowerCase()
    if (names.has(key)) return broken('a part of the workbook is there twice', name)
    names.add(key)
    sum += size
    if (sum > limits.bytes) {
      return {
        what: 'the workbook is too large inside',
        found: `${sum} bytes`,
        expected: `at most ${limits.bytes} bytes`,
      }
    }
    entries.push(entry)
    at = next
  }
  if (at !== end) return twoWays('the archive of the workbook')
  return checkPlaces(entries, start) ?? entries
}

/** Where a directory stands, and how many entries it has. */
interface Directory {
  readonly start: number
  readonly end: number
  readonly count: number
}

/** The directory that ends where the archive's end begins: Excel writes no comment, so the end is the last of the bytes. */
function findDirectory(bytes: Buffer): Directory | ArchiveFault {
  const end = bytes.length - END_SIZE
  if (end < 0 || bytes.lastIndexOf(endMark) < 0) return broken('the workbook is cut off or broken')
  const count = bytes.readUInt16LE(end + 10)
  const size = bytes.readUInt32LE(end + 12)
  const start = bytes.readUInt32LE(end + 16)
  const isEnd = bytes.readUInt32LE(end) === END_OF_DIRECTORY && bytes.readUInt16LE(end + 20) === 0
  // Of one disk, as all archives have been since diskettes; a size of all ones points to a 64-bit directory.
  const isWhole = bytes.readUInt32LE(end + 4) === 0 && bytes.readUInt16LE(end + 8) === count
  if (!isEnd || !isWhole || start + size !== end) return twoWays('the archive of the workbook')
  return { start, end, count }
}

const endMark = Buffer.alloc(4)
endMark.writeUInt32LE(END_OF_DIRECTORY)

/** An entry with the place of its header and its bytes, and the place of the entry behind it. */
interface PlacedEntry extends ZipEntry {
  readonly from: number
  readonly to: number
  readonly next: number
}

function readEntry(bytes: Buffer, at: number): PlacedEntry | ArchiveFault {
  if (at + ENTRY_SIZE > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY)
    return broken('the directory of the workbook is broken')
  const flags = bytes.readUInt16LE(at + 8)
  const method = bytes.readUInt16LE(at + 10)
  const checkSum = bytes.readUInt32LE(at + 16)
  const packedSize = bytes.readUInt32LE(at + 20)
  const size = bytes.readUInt32LE(at + 24)
  const nameLength = bytes.readUInt16LE(at + 28)
  const next = at + ENTRY_SIZE + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const rawName = bytes.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameLength)
  const name = rawName.toString('utf8')
  const from = bytes.readUInt32LE(at + 42)
  if (flags & ENCRYPTED)
    return { what: 'the workbook is protected by a password', found: name, expected: 'one without' }
  // Of some characters one reader makes others, or none.
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|[\0\ufeff\ufffd]/.test(name))
    return broken('a part of the workbook leads out of it', name)
  if (method !== STORED && method !== DEFLATED)
    return broken('a part of the workbook is packed in an unknown way', name)
  if ([packedSize, size, from].includes(ELSEWHERE)) return twoWays('a part of the workbook', name)
  if (size > FREE_GROWTH_BYTES && size > packedSize * WORKBOOK_LIMITS.growth) {
    const found = `${name}: ${packedSize} bytes become ${size}`
    return { what: 'a part of the workbook grows too much', found, expected: 'a workbook that Excel saved' }
  }
  if (from + HEADER_SIZE > bytes.length || bytes.readUInt32LE(from) !== LOCAL_HEADER)
    return broken('a part of the workbook is missing', name)
  const localName = bytes.subarray(from + HEADER_SIZE, from + HEADER_SIZE + bytes.readUInt16LE(from + 26))
  // A reader that goes by the one and a check that goes by the other would see two archives.
  if (!localName.equals(rawName)) return broken('a part of the workbook has two names', name)
  const isLikeHeader =
    bytes.readUInt16LE(from + 6) === flags &&
    bytes.readUInt16LE(from + 8) === method &&
    [checkSum, packedSize, size].every((value, index) => {
      const stated = bytes.readUInt32LE(from + 14 + 4 * index)
      return stated === value || (stated === 0 && (flags & SIZES_FOLLOW) !== 0)
    })
  if (!isLikeHeader) return twoWays('a part of the workbook', name)
  const data = from + HEADER_SIZE + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)
  const to = data + packedSize
  if (to > bytes.length) return broken('a part of the workbook is cut off', name)
  const packed = bytes.subarray(data, to)
  return { name, packedSize, size, checkSum, isDeflated: method === DEFLATED, packed, from, to, next }
}

/** The parts begin with the file, lie before its directory and nowhere over one another. */
function checkPlaces(entries: readonly PlacedEntry[], directory: number): ArchiveFault | undefined {
  let free = 0
  for (const { name, from, to } of entries.toSorted((one, other) => one.from - other.from)) {
    if (free === 0 && from > 0) return twoWays('the archive of the workbook')
    if (from < free || to > directory) return broken('the parts of the workbook lie over one another', name)
    free = to
  }
  return undefined
}
