import { inflateRawSync } from 'node:zlib'
import { readDirectory, type ArchiveFault, type ZipEntry } from './zip-directory.ts'

const DOCTYPE = Buffer.from('<!DOCTYPE')

/**
 * Inflates every part of a workbook once and counts as it goes, since a directory may lie about sizes: a part may give exactly
 * what was declared. XML that declares a document type (which could name entities that grow) is refused. What is read after this
 * is known to stay within the limits.
 */
export function checkArchive(bytes: Buffer): ArchiveFault | undefined {
  const entries = readDirectory(bytes)
  if ('what' in entries) return entries
  for (const entry of entries) {
    const fault = checkEntry(entry)
    if (fault) return fault
  }
  return undefined
}

function checkEntry({ name, size, isDeflated, packed }: ZipEntry): ArchiveFault | undefined {
  const found = `${name}, ${size} bytes by the directory`
  const expected = 'a workbook that Excel saved'
  let inflated: Buffer
  try {
    inflated = isDeflated ? inflateRawSync(packed, { maxOutputLength: size + 1 }) : packed
  } catch {
    return { what: 'a part of the workbook is broken, or larger than it says', found, expected }
  }
  if (inflated.length !== size)
    return { what: 'a part of the workbook is not of the size that it says', found, expected }
  if (/\.(?:xml|rels)$/i.test(name) && inflated.includes(DOCTYPE))
    return { what: 'a part of the workbook declares a document type', found: name, expected }
  return undefined
}
