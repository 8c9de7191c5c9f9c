import { inflateRawSync } from 'node:zlib'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArchiveFile } from '../../server/exports/workbook/archive-file.ts'
import { readDirectory } from '../../server/imports/workbook/zip-directory.ts'

/** The parts of a workbook as text. */
export function partsOf(bytes: Buffer): Map<string, string> {
  const entries = readDirectory(bytes)
  if ('what' in entries) throw new Error(entries.what)
  return new Map(entries.map(({ name, packed }) => [name, inflateRawSync(packed).toString()]))
}

/** The part that holds a sheet, by its name. */
export function partOfSheet(parts: ReadonlyMap<string, string>, sheet: string): string {
  const names = [...parts.get('xl/workbook.xml')!.matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => name)
  return `xl/worksheets/sheet${names.indexOf(sheet) + 1}.xml`
}

/** The same workbook with the text of one sheet changed by hand; it must have changed. */
export async function tampered(
  bytes: Buffer,
  sheet: string,
  change: (text: string) => string,
): Promise<Buffer> {
  const parts = partsOf(bytes)
  const part = partOfSheet(parts, sheet)
  const changed = change(parts.get(part)!)
  if (changed === parts.get(part)) throw new Error('Nothing was changed')
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-tampered-'))
  try {
    const archive = await ArchiveFile.create(join(folder, 'tampered.xlsx'))
    for (const [name, text] of parts) await archive.add(name, [name === part ? changed : text])
    await archive.finish()
    return await readFile(join(folder, 'tampered.xlsx'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
