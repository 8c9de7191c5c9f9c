import { describe, expect, test } from 'vitest'
import { file, readText } from './reading.ts'

const HEADER = 'account_number,symbol,acquired,shares,unit_cost,cost_basis'
const GOOD = '10000375,VTI,2020-01-02,10,100,1000'
const LOTS = file(HEADER, GOOD)

describe('bytes become text, or are refused at the byte', () => {
  test.each([
    ['UTF-8', Buffer.from(LOTS)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${LOTS}`)],
    ['UTF-16 little endian with its mark', Buffer.from(`\ufeff${LOTS}`, 'utf16le')],
    ['UTF-16 big endian with its mark', Buffer.from(`\ufeff${LOTS}`, 'utf16le').swap16()],
  ])('%s is read', async (_name, bytes) => {
    const { read, lines } = await readText(bytes)
    expect(lines).toEqual([])
    expect(read?.records).toHaveLength(1)
  })

  test('Latin-1 is refused with line, column and byte, instead of guessing letters', async () => {
    const bytes = Buffer.from(
      file('symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character', 'X,Caf\u00e9,,,,equity'),
      'latin1',
    )
    // The header has 66 characters and its line end; "X,Caf" is five more.
    expect((await readText(bytes)).lines).toEqual([
      'file.csv:2:2: byte 72 is no UTF-8, found "0xE9", expected a file saved as "CSV UTF-8"',
    ])
  })

  test('a NUL is refused', async () => {
    const { lines } = await readText(file(HEADER, '10000375,VTI\0,2020-01-02,10,100,1000'))
    expect(lines).toEqual([
      `file.csv:2:2: there is a NUL at byte ${HEADER.length + 1 + 12}, found "\\u0000", expected text without NUL`,
    ])
  })

  test('UTF-16 without its mark is no text of ours', async () => {
    const { lines } = await readText(Buffer.from(LOTS, 'utf16le'))
    expect(lines[0]).toContain('file.csv:1:1: there is a NUL at byte 1')
  })

  test.each([
    ['nothing at all', '', 'file.csv:1:1: the file is empty, found nothing, expected a header line'],
    ['blank lines', '\n\n', 'file.csv:1:1: the file is empty, found nothing, expected a header line'],
    [
      'a header alone',
      file(HEADER),
      'file.csv:1:1: the file has a header and no rows, found nothing, expected at least one row',
    ],
  ])('a file with %s is refused', async (_name, text, line) => {
    expect((await readText(text)).lines).toEqual([line])
  })
})

describe('every place is the line on which the record starts', () => {
  const BAD = '10000375,VTI,2020-01-02,-10,100,1000'

  test.each([
    ['after a line', file(HEADER, GOOD, BAD), 3],
    ['after Windows line ends', `${HEADER}\r\n${GOOD}\r\n${BAD}\r\n`, 3],
    ['after blank lines', file(HEADER, '', '', GOOD, '', BAD), 6],
    ['after a row of commas', file(HEADER, ',,,,,', BAD), 3],
  ])('%s', async (_name, text, line) => {
    const { lines } = await readText(text)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(
      `file.csv:${line}:4: shares is negative, found "-10", expected a number of shares above 0`,
    )
  })

  test('a value over several lines counts them', async () => {
    const header = 'account_number,kind,symbol,value,reason,starts,expires'
    const spread = '1,hold,VTI,,"one\ntwo\nthree",2025-01-01,'
    const { lines } = await readText(file(header, spread, '1,hold,SPY,,because,2025-13-01,'))
    expect(lines).toEqual([
      'file.csv:5:6: starts is a day that does not exist, found "2025-13-01", expected a date as YYYY-MM-DD',
    ])
  })
})

describe('quotes', () => {
  test('one never closed is shown where it opens, not where the file ends', async () => {
    const { lines } = await readText(file(HEADER, GOOD, '10000375,"VTI,2020-01-02,10,100,1000', GOOD, GOOD))
    expect(lines).toEqual([
      'file.csv:3:2: a quote is opened and never closed, found "\\"VTI,2020-01-02,10,100,1000", expected a closing quote',
    ])
  })

  test('one that swallows 100,000 bytes is shown where it opens', async () => {
    const { lines } = await readText(
      file(HEADER, GOOD, '10000375,VTI,"2020-01-02,10,100,1000', ...Array<string>(4000).fill(GOOD)),
    )
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('file.csv:3:3: a quote is opened and not closed in time')
  })

  test('one in the middle of a value is refused there, and what stood above is still checked', async () => {
    const { lines } = await readText(
      file(HEADER, '10000375,VTI,2020-01-02,0,100,', '10000375,"VT"I,2020-01-02,10,100,1000', GOOD),
    )
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('file.csv:2:4: shares is too small, found "0"')
    expect(lines[1]).toContain('file.csv:3:2: a quote stands in the wrong place')
  })
})

describe('shape and size', () => {
  test('a file cut off within a row is refused at the value that is missing', async () => {
    const cut = file(HEADER, GOOD) + '10000375,VTI,2020-0'
    const { lines } = await readText(cut)
    expect(lines).toEqual([
      'file.csv:3:4: the row ends too early, found "3 values", expected 6 values, as in the header',
    ])
  })

  test('a last line without an end is read with a warning that the file may be cut off', async () => {
    const { read } = await readText(LOTS.trimEnd())
    expect(read?.records).toHaveLength(1)
    expect(read?.warnings.map(({ line, what }) => ({ line, what }))).toEqual([
      { line: 2, what: 'the last line has no end, so the file may be cut off' },
    ])
    expect((await readText(LOTS)).read?.warnings).toEqual([])
  })

  test('a row with too many values is refused, one trailing comma is not', async () => {
    expect((await readText(file(HEADER, `${GOOD},`))).lines).toEqual([])
    expect((await readText(file(HEADER, `${GOOD},7`))).lines).toEqual([
      'file.csv:2:7: the row has too many values, found "7 values", expected 6 values, as in the header',
    ])
  })

  test('twenty thousand columns and a field of ten million characters are refused without reading on', async () => {
    const wide = Array.from({ length: 20_000 }, (_, index) => `c${index}`).join(',')
    expect((await readText(file(wide))).lines[0]).toContain('file.csv:1:1: the record is too long')
    const manyShort = Array<string>(300).fill('a').join(',')
    expect((await readText(file(manyShort))).lines[0]).toContain(
      'file.csv:1:1: there are too many columns, found "300"',
    )
    const long = file(HEADER, `"${'x'.repeat(10_000_000)}",VTI,2020-01-02,10,100,1000`)
    expect((await readText(long)).lines[0]).toContain(
      'file.csv:2:1: a quote is opened and not closed in time',
    )
  })

  test('a hundred problems are shown and the rest counted', async () => {
    const bad = Array<string>(250).fill('10000375,VTI,2020-01-02,-10,100,1000')
    const { lines, more } = await readText(file(HEADER, ...bad))
    expect(lines).toHaveLength(100)
    expect(more).toBe(150)
    expect(lines[99]).toContain('file.csv:101:4:')
  })
})

describe('headers', () => {
  test('capitals and outer spaces do not matter, nor the order of columns', async () => {
    const { read, lines } = await readText(
      file(' Symbol ,ACCOUNT_NUMBER,acquired,shares,unit_cost,cost_basis', 'VTI,1,2020-01-02,1,2,2'),
    )
    expect(lines).toEqual([])
    expect(read?.records).toMatchObject([{ symbol: 'VTI', accountNumber: '1' }])
  })

  test('a column that stands there twice is named instead of one of the two being taken', async () => {
    const { lines } = await readText(
      file('account_number,symbol,Symbol,acquired,shares,unit_cost,cost_basis', '1,VTI,SPY,2020-01-02,1,2,2'),
    )
    expect(lines).toEqual([
      'file.csv:1:3: the column stands there twice, found "Symbol", expected each column once',
    ])
  })

  test('a missing and an unknown column are both named', async () => {
    const { lines } = await readText(
      file('account_number,symbol,shares,unit_cost,cost_basis,memo', '1,VTI,1,2,2,x'),
    )
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('file.csv:1:6: the column is unknown in a file of lots, found "memo"')
    expect(lines[1]).toContain('file.csv:1:7: the column "acquired" is missing')
  })

  test('a header of no known layout is answered with the layouts that are', async () => {
    const { lines } = await readText(file('a,b,c', '1,2,3'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(
      'file.csv:1:1: the header is of no known layout, found "a,b,c", expected the columns of one of: securities; prices;',
    )
  })
})
