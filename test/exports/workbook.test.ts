import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, expect, test } from 'vitest'
import { cellOf, cellText, type Cell } from '../../server/exports/workbook/cells.ts'
import { proofOfSheet, rowsOfSheet } from '../../server/exports/workbook/read-sheet.ts'
import { heightOf } from '../../server/exports/workbook/widths.ts'
import { WorkbookWriter } from '../../server/exports/workbook/write-workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evenkeel-workbook-'))
  return () => rm(folder, { recursive: true, force: true })
})

const COLUMNS = [
  { title: 'Text', kind: 'text' },
  { title: 'Amount', kind: 'money' },
  { title: 'Day', kind: 'date' },
  { title: 'Moment', kind: 'moment' },
] as const

async function written(name: string, rows: readonly (readonly Cell[])[], mostRows?: number) {
  const path = join(folder, `${name}.xlsx`)
  const shape = { name: 'A table', about: '', columns: COLUMNS }
  const plan = { title: 'Test & trial', sheets: [shape], ...(mostRows === undefined ? {} : { mostRows }) }
  const writer = await WorkbookWriter.create(path, plan)
  const proofs = await writer.writeTable({
    ...shape,
    async *pages() {
      for (let start = 0; start < rows.length; start += 3)
        yield await Promise.resolve(rows.slice(start, start + 3))
    },
  })
  await writer.finish([])
  return { bytes: await readFile(path), proofs }
}

const read = async (bytes: Buffer, sheet: string | number) => {
  const rows: (readonly Cell[])[] = []
  for await (const row of rowsOfSheet(bytes, sheet)) rows.push(row)
  return rows
}

test('a row is as high as its longest text takes, broken to the width of its column', () => {
  const columns = [
    { title: 'Text', kind: 'text' },
    { title: 'Reason', kind: 'prose' },
  ] as const
  // 60 characters a line: 150 take three lines of 14 points, and a line end begins another.
  expect(heightOf(columns, [10, 60], ['x'.repeat(200), 'short'])).toBeNull()
  expect(heightOf(columns, [10, 60], ['x', 'y'.repeat(60)])).toBeNull()
  expect(heightOf(columns, [10, 60], ['x', 'y'.repeat(150)])).toBe(42)
  expect(heightOf(columns, [10, 60], ['x', `${'y'.repeat(61)}\nz`])).toBe(42)
  expect(heightOf(columns, [10, 60], ['x', 'y'.repeat(30_000)])).toBe(409)
})

test('long reasons are written with the height that they take', async () => {
  const prose = { title: 'Reason', kind: 'prose' } as const
  const shape = { name: 'Reasons', about: '', columns: [prose] }
  const path = join(folder, 'reasons.xlsx')
  const writer = await WorkbookWriter.create(path, { title: 'Test', sheets: [shape] })
  await writer.writeTable({
    ...shape,
    async *pages() {
      yield await Promise.resolve([['short'], ['y'.repeat(150)]])
    },
  })
  await writer.finish([])
  const { sheets } = await readXlsx(await readFile(path), { readStyles: true })
  const heights = [1, 2].map((row) => sheets[0]!.rowDefs?.get(row)?.height)
  expect(heights).toEqual([undefined, 42])
})

/** What a spreadsheet, an XML reader or a person's program might take for something else. */
const ODD = [
  '=1+1',
  '@SUM(A1)',
  '-5',
  '+5',
  '00123',
  '1E5',
  'TRUE',
  '2026-01-02',
  ' both sides ',
  'two\nlines\tand a tab',
  '<b>&amp;</b> "quoted"',
  '_x000D_ and _x005F_',
  '=cmd|calc',
  '日本語 🦉',
  '\u202eright to left',
]

test('text stays text, to the letter', async () => {
  const { bytes } = await written(
    'odd',
    ODD.map((text) => [text]),
  )
  expect((await read(bytes, 'A table')).slice(1)).toEqual(ODD.map((text) => [text]))
  const workbook = await readXlsx(bytes)
  expect(JSON.stringify(workbook.sheets)).not.toContain('"formula"')
})

test('days, moments and figures are what they were', async () => {
  const day = cellOf('date', '2024-02-29')
  const moment = cellOf('moment', '2026-11-25T20:02:42.987654Z')
  const { bytes, proofs } = await written('kinds', [['x', cellOf('money', '-1234567.8901'), day, moment]])
  const [, row] = await read(bytes, 'A table')
  expect(row).toEqual(['x', -1234567.8901, new Date('2024-02-29'), new Date('2026-11-25T20:02:42Z')])
  expect(await proofOfSheet(bytes, 'A table')).toEqual(proofs[0])
})

test.each([
  ['0.250000', 0.25],
  ['123456789012.345', 123456789012.345],
  ['1234567890123.4567', '1234567890123.4567'],
  ['-0.0001', -0.0001],
  ['100000000000000000000', '100000000000000000000'],
])('the decimal %s becomes %s: a number only where none of its digits is lost', (decimal, cell) => {
  expect(cellOf('money', decimal)).toBe(cell)
})

test('what no cell can hold is told: control characters, half characters, and text past 32,767 characters', () => {
  expect(cellText('a\r\nb\rc\u0000d\ud800')).toBe('a\nb\nc\ufffdd\ufffd')
  const long = cellText('🦉'.repeat(20_000))
  expect(long.length).toBeLessThanOrEqual(32_767)
  expect(long.endsWith('🦉… (cut)')).toBe(true)
  expect(cellText('x'.repeat(32_767))).toHaveLength(32_767)
})

test('a table too long for a sheet goes on in further ones, with titles, filter and frozen line', async () => {
  const rows = Array.from({ length: 11 }, (_, index): Cell[] => [`row ${index}`, index])
  const { bytes, proofs } = await written('long', rows, 5)
  expect(proofs.map(({ name, rows: count }) => [name, count])).toEqual([
    ['A table', 4],
    ['A table 2', 4],
    ['A table 3', 3],
  ])
  expect((await read(bytes, 'A table 3')).map(([text]) => text)).toEqual(['Text', 'row 8', 'row 9', 'row 10'])
  for (const proof of proofs) expect(await proofOfSheet(bytes, proof.name)).toEqual(proof)
  const { sheets } = await readXlsx(bytes)
  expect(
    sheets.map(({ name, autoFilter, freezePane }) => [name, autoFilter?.range, freezePane?.rows]),
  ).toEqual([
    ['A table', 'A1:D5', 1],
    ['A table 2', 'A1:D5', 1],
    ['A table 3', 'A1:D4', 1],
  ])
})

test('a table without rows is a line of titles', async () => {
  const { bytes } = await written('empty', [])
  expect(await read(bytes, 'A table')).toEqual([['Text', 'Amount', 'Day', 'Moment']])
  expect(await read(bytes, 1)).toEqual([])
})
