import { checkArchive, isXml } from './inflate.ts'
import type { ArchiveFault, ZipEntry } from './zip-directory.ts'

/**
 * The archive of a workbook, written anew from the parts of XML that were inflated and counted. Whatever else the bytes could be read as
 * is gone: the reader of workbooks has a directory of its own reading, and must find what was checked and nothing more.
 */
export async function checkedArchive(bytes: Buffer): Promise<Buffer | ArchiveFault> {
  const entries = await checkArchive(bytes)
  return 'what' in entries ? entries : written(entries.filter(isXml))
}

const VERSION = 20
const NAMES_IN_UTF8 = 0x0800

function written(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const told = toldOf(entry, name)
    const header = Buffer.concat([mark(0x04034b50), told, name])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(mark(0x02014b50), version(), told, place, name)
    parts.push(header, entry.packed)
    offset += header.length + entry.packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}

/** What a part's header and its directory entry say alike. */
function toldOf({ isDeflated, checkSum, packedSize, size }: ZipEntry, name: Buffer): Buffer {
  const told = Buffer.alloc(26)
  told.writeUInt16LE(VERSION, 0)
  told.writeUInt16LE(NAMES_IN_UTF8, 2)
  told.writeUInt16LE(isDeflated ? 8 : 0, 4)
  told.writeUInt32LE(checkSum, 10)
  told.writeUInt32LE(packedSize, 14)
  told.writeUInt32LE(size, 18)
  told.writeUInt16LE(name.length, 22)
  return told
}

function mark(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function version(): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(VERSION)
  return bytes
}
