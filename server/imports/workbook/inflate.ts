import { once } from 'node:events'
import { crc32, createInflateRaw } from 'node:zlib'
import { readDirectory, type ArchiveFault, type ZipEntry } from './zip-directory.ts'

const DOCTYPE = Buffer.from('<!DOCTYPE')
/** Large, since each piece waits for a thread of the pool; a busy machine keeps it waiting. */
const CHUNK_BYTES = 1024 * 1024

/** Tables, texts and styles are XML; pictures and the like are not. */
export const isXml = ({ name }: ZipEntry) => /\.(?:xml|rels)$/i.test(name)

/**
 * Inflates every part of a workbook once and counts as it goes, since a directory may lie about sizes: a part must give exactly
 * what was declared. XML that declares a document type (which could name entities that grow) is refused. What is read after this
 * is known to stay within the limits.
 */
export async function checkArchive(bytes: Buffer): Promise<readonly ZipEntry[] | ArchiveFault> {
  const entries = readDirectory(bytes)
  if ('what' in entries) return entries
  for (const entry of entries) {
    const fault = await checkEntry(entry)
    if (fault) return fault
  }
  return entries
}

async function checkEntry(entry: ZipEntry): Promise<ArchiveFault | undefined> {
  const { name, size, checkSum, packed, isDeflated } = entry
  const found = `${name}, ${size} bytes by the directory`
  const expected = 'a workbook that Excel saved'
  const otherSize = { what: 'a part of the workbook is not of the size that it says', found, expected }
  if (!isDeflated && packed.length !== size) return otherSize
  let count = 0
  let sum = 0
  let hasDoctype = false
  let end: Buffer = Buffer.alloc(0)
  const read = await inflate(entry, (chunk) => {
    count += chunk.length
    sum = crc32(chunk, sum)
    // The word may begin in one piece and end in the next.
    hasDoctype ||=
      chunk.includes(DOCTYPE) || Buffer.concat([end, chunk.subarray(0, DOCTYPE.length)]).includes(DOCTYPE)
    end = Buffer.concat([end, chunk.subarray(-DOCTYPE.length)]).subarray(-DOCTYPE.length)
    return count <= size
  })
  if (read === undefined || count > size || sum !== checkSum)
    return { what: 'a part of the workbook is broken, or larger than it says', found, expected }
  if (count !== size || read !== packed.length) return otherSize
  if (hasDoctype && isXml(entry))
    return { what: 'a part of the workbook declares a document type', found: name, expected }
  return undefined
}

/** Hands on a part piece by piece while `onChunk` answers true: how many packed bytes that took, none where they are broken. */
async function inflate(
  { isDeflated, packed }: ZipEntry,
  onChunk: (chunk: Buffer) => boolean,
): Promise<number | undefined> {
  if (!isDeflated) {
    onChunk(packed)
    return packed.length
  }
  const inflater = createInflateRaw({ chunkSize: CHUNK_BYTES })
  inflater.on('data', (chunk: Buffer) => {
    if (!onChunk(chunk)) inflater.destroy()
  })
  inflater.end(packed)
  try {
    await once(inflater, 'close')
    return inflater.bytesWritten
  } catch {
    return undefined
  }
}
