/** An entry of a ZIP archive as its directory, and the header before its bytes, tell of it. */
export interface ZipEntry {
  readonly name: string
  /** Bytes before and after inflation, by the directory's word. */
  readonly packedSize: number
  readonly size: number
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
const LONGEST_COMMENT = 0xffff
const ENCRYPTED = 0x0001
const STORED = 0
const DEFLATED = 8
/** A small entry may grow a lot and stay small. */
const FREE_GROWTH_BYTES = 1024 * 1024

const broken = (what: string, found = ''): ArchiveFault => ({ what, found, expected: 'a workbook (.xlsx)' })

/**
 * Reads the directory of a ZIP archive before anything is inflated, and refuses what no workbook needs: more entries or bytes
 * than the limits, entries that grow too much, stand there twice, lead out of the archive, or are encrypted.
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
  const end = findEnd(bytes)
  if (end === undefined) return broken('the workbook is cut off or broken')
  const count = bytes.readUInt16LE(end + 10)
  const start = bytes.readUInt32LE(end + 16)
  if (count > limits.entries)
    return {
      what: 'the workbook has too many parts',
      found: `${count}`,
      expected: `at most ${limits.entries}`,
    }
  const entries: ZipEntry[] = []
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
  return entries
}

function findEnd(bytes: Buffer): number | undefined {
  const least = Math.max(0, bytes.length - END_SIZE - LONGEST_COMMENT)
  for (let at = bytes.length - END_SIZE; at >= least; at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  return undefined
}

function readEntry(bytes: Buffer, at: number): (ZipEntry & { next: number }) | ArchiveFault {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY)
    return broken('the directory of the workbook is broken')
  const flags = bytes.readUInt16LE(at + 8)
  const method = bytes.readUInt16LE(at + 10)
  const packedSize = bytes.readUInt32LE(at + 20)
  const size = bytes.readUInt32LE(at + 24)
  const nameLength = bytes.readUInt16LE(at + 28)
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  const rawName = bytes.subarray(at + 46, at + 46 + nameLength)
  const name = rawName.toString('utf8')
  if (flags & ENCRYPTED)
    return { what: 'the workbook is protected by a password', found: name, expected: 'one without' }
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:|\0/.test(name))
    return broken('a part of the workbook leads out of it', name)
  if (method !== STORED && method !== DEFLATED)
    return broken('a part of the workbook is packed in an unknown way', name)
  if (packedSize === 0xffffffff || size === 0xffffffff)
    return broken('a part of the workbook is too large', name)
  if (size > FREE_GROWTH_BYTES && size > packedSize * WORKBOOK_LIMITS.growth) {
    const found = `${name}: ${packedSize} bytes become ${size}`
    return { what: 'a part of the workbook grows too much', found, expected: 'a workbook that Excel saved' }
  }
  const header = bytes.readUInt32LE(at + 42)
  if (header + 30 > bytes.length || bytes.readUInt32LE(header) !== LOCAL_HEADER)
    return broken('a part of the workbook is missing', name)
  const localName = bytes.subarray(header + 30, header + 30 + bytes.readUInt16LE(header + 26))
  // A reader that goes by the one and a check that goes by the other would see two archives.
  if (!localName.equals(rawName)) return broken('a part of the workbook has two names', name)
  const data = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  if (data + packedSize > bytes.length) return broken('a part of the workbook is cut off', name)
  const packed = bytes.subarray(data, data + packedSize)
  return { name, packedSize, size, isDeflated: method === DEFLATED, packed, next }
}
