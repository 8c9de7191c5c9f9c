import { readCsv, type CsvFault, type CsvRecord } from './csv.ts'
import { utf8Bytes } from './text.ts'
import { checkedArchive } from './workbook/checked-archive.ts'
import { readWorkbook } from './workbook/read-workbook.ts'

/** A file's bytes, known to be readable as what they are. */
export type Content =
  { readonly kind: 'csv'; readonly utf8: Buffer } | { readonly kind: 'workbook'; readonly bytes: Buffer }

const ZIP_MARK = Buffer.from('PK')
/** What Excel saved before 2007, and what it still wraps a workbook with a password in. */
const OLD_MARK = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/** Looks at the bytes of a file: CSV text, or a workbook whose archive is sound; its name does not matter. */
export async function openContent(bytes: Buffer): Promise<Content | CsvFault> {
  if (startsWith(bytes, OLD_MARK)) {
    const what = 'the file is an old Excel workbook, or one with a password'
    return { line: 1, column: 1, what, found: '', expected: 'a workbook saved as .xlsx, or CSV' }
  }
  if (startsWith(bytes, ZIP_MARK)) {
    const archive = await checkedArchive(bytes)
    return 'what' in archive ? { line: 1, column: 1, ...archive } : { kind: 'workbook', bytes: archive }
  }
  const utf8 = utf8Bytes(bytes)
  return Buffer.isBuffer(utf8) ? { kind: 'csv', utf8 } : utf8
}

/** Hands on record after record of a file; `onRecord` answers false to stop. */
export function readContent(
  content: Content,
  onRecord: (record: CsvRecord) => boolean,
): Promise<CsvFault | undefined> {
  return content.kind === 'csv' ? readCsv(content.utf8, onRecord) : readWorkbook(content.bytes, onRecord)
}

const startsWith = (bytes: Buffer, mark: Buffer) => bytes.subarray(0, mark.length).equals(mark)
