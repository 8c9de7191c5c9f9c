import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { colToLetter, rangeRef } from 'hucre/xlsx'
import { ArchiveFile } from './archive-file.ts'
import { canonicalRow, serialOf, type Cell } from './cells.ts'
import type { LaidSheet, Pages, SheetProof, SheetShape, TableSheet } from './sheet.ts'
import { sheetPart, skeleton, type Parts, type PlannedSheet } from './skeleton.ts'
import { heightOf, widthsOf } from './widths.ts'

/** Rows that Excel lets a sheet have, the line of titles among them. */
export const MOST_ROWS = 1_048_576

type Row = readonly Cell[]

/**
 * Writes a workbook of any size to a file: tables row by row as they are read, in whatever order; then the small sheets and all the
 * rest. A table too long for a sheet goes on in further ones at the end of the workbook, with the same titles.
 */
export class WorkbookWriter {
  readonly #archive: ArchiveFile
  readonly #path: string
  readonly #title: string
  readonly #mostRows: number
  readonly #sheets: PlannedSheet[]
  readonly #early: Parts

  private constructor(path: string, archive: ArchiveFile, title: string, options: Planned) {
    this.#path = path
    this.#archive = archive
    this.#title = title
    this.#sheets = options.sheets
    this.#mostRows = options.mostRows
    this.#early = options.early
  }

  /** `sheets` in the order of their tabs; small ones may change until `finish`, but for the ways in which their cells look. */
  static async create(
    path: string,
    { title, sheets, mostRows = MOST_ROWS }: WorkbookPlan,
  ): Promise<WorkbookWriter> {
    const planned = sheets.map((sheet) => ('lines' in sheet ? sheet : { ...sheet, rows: 0 }))
    const early = await skeleton(planned, { title })
    return new WorkbookWriter(path, await ArchiveFile.create(path), title, {
      sheets: planned,
      mostRows,
      early,
    })
  }

  /** Writes the rows of a table. Gives what was written, sheet by sheet; `onRows` is told after every page. */
  async writeTable(
    table: TableSheet,
    onRows: (rows: number) => void = () => undefined,
  ): Promise<SheetProof[]> {
    const planned = this.#sheets.findIndex(({ name }) => name === table.name)
    const frame = frameOf(this.#early.get(sheetPart(planned))!)
    const rows = new RowQueue(table.pages(), onRows)
    await rows.fill()
    const widths = widthsOf(table.columns, rows.waiting)
    const proofs: SheetProof[] = []
    do {
      const place = proofs.length === 0 ? planned : this.#sheets.length
      const name = proofs.length === 0 ? table.name : `${table.name} ${proofs.length + 1}`
      const sheet = new SheetText(table, frame)
      await this.#archive.add(sheetPart(place), sheet.parts(rows, widths, this.#mostRows))
      this.#sheets[place] = { ...(table satisfies SheetShape), name, rows: sheet.rows }
      proofs.push({ name, rows: sheet.rows, sha256: sheet.sha256() })
    } while (!rows.isEmpty)
    return proofs
  }

  /** Writes the small sheets as they are now, and all else. */
  async finish(laid: readonly LaidSheet[]): Promise<void> {
    const byName = new Map(laid.map((sheet) => [sheet.name, sheet]))
    const sheets = this.#sheets.map((sheet) => byName.get(sheet.name) ?? sheet)
    const parts = await skeleton(sheets, { title: this.#title })
    const written = new Set(sheets.flatMap((sheet, index) => ('lines' in sheet ? [] : [sheetPart(index)])))
    sheets.forEach((sheet, index) => {
      const early = this.#early.get(sheetPart(index))
      if ('lines' in sheet || early === undefined) return
      // Rows were written with the numbers that styles had then.
      if (frameOf(early).styles.join() !== frameOf(parts.get(sheetPart(index))!).styles.join())
        throw new Error(`The styles of ${sheet.name} have moved`)
    })
    for (const [name, text] of parts) if (!written.has(name)) await this.#archive.add(name, [text])
    await this.#archive.finish()
  }

  /** Lets go of a file that was not finished. */
  async abandon(): Promise<void> {
    await this.#archive.close().catch(() => undefined)
    await rm(this.#path, { force: true })
  }
}

export interface WorkbookPlan {
  readonly title: string
  readonly sheets: readonly (LaidSheet | SheetShape)[]
  /** Of a sheet; fewer than Excel's where it is to be shown that a table goes on. */
  readonly mostRows?: number
}

interface Planned {
  readonly sheets: PlannedSheet[]
  readonly mostRows: number
  readonly early: Parts
}

/** Hash of a small sheet, as it will be read back. */
export function proofOfLaid({ name, lines }: LaidSheet): SheetProof {
  const hash = createHash('sha256')
  for (const { cells } of lines) hash.update(`${canonicalRow(cells)}\n`)
  return { name, rows: lines.length - 1, sha256: hash.digest('hex') }
}

/** Rows as they come, and those that wait. */
class RowQueue {
  readonly #pages: AsyncIterator<readonly Row[]>
  readonly #onRows: (rows: number) => void
  #waiting: readonly Row[] = []

  constructor(pages: Pages, onRows: (rows: number) => void) {
    this.#pages = pages[Symbol.asyncIterator]()
    this.#onRows = onRows
  }

  get waiting(): readonly Row[] {
    return this.#waiting
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Brings the next rows, where none wait and there are any. */
  async fill(): Promise<void> {
    while (this.#waiting.length === 0) {
      const next = await this.#pages.next()
      if (next.done) return
      this.#waiting = next.value
      this.#onRows(next.value.length)
    }
  }

  take(most: number): readonly Row[] {
    const taken = this.#waiting.slice(0, most)
    this.#waiting = this.#waiting.slice(most)
    return taken
  }
}

/** What stands around the rows of a table. */
interface Frame {
  readonly head: string
  readonly titles: string
  readonly tail: string
  /** The style of each column, by its number. */
  readonly styles: readonly string[]
}

const SHEET =
  /^(.*?)<dimension [^>]*\/>(.*)<cols>.*<\/cols>(<sheetData>)(<row r="1".*?<\/row>)(<row r="2".*?<\/row>)(<\/sheetData>.*)$/s

function frameOf(part: string): Frame {
  const [, start, views, data, titles, sample, tail] = SHEET.exec(part) ?? []
  if (sample === undefined) throw new Error('The skeleton of a table is not as it was')
  const styles = [...sample.matchAll(/<c r="[A-Z]+2"[^>]*? s="(\d+)"/g)].map(([, style]) => style!)
  return { head: `${start}${views}<cols/>${data}`, titles: titles!, tail: tail!, styles }
}

/** The text of one sheet of a table. */
class SheetText {
  readonly #table: SheetShape
  readonly #frame: Frame
  readonly #hash = createHash('sha256')
  readonly #letters: readonly string[]
  rows = 0

  constructor(table: SheetShape, frame: Frame) {
    this.#table = table
    this.#frame = frame
    this.#letters = table.columns.map((_, index) => colToLetter(index))
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }

  async *parts(rows: RowQueue, widths: readonly number[], mostRows: number): AsyncGenerator<string> {
    const { head, titles, tail } = this.#frame
    const { columns } = this.#table
    const cols = widths.map(
      (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
    )
    yield head.replace('<cols/>', `<cols>${cols.join('')}</cols>`) + titles
    this.#hash.update(`${canonicalRow(columns.map(({ title }) => title))}\n`)
    while (this.rows + 1 < mostRows) {
      await rows.fill()
      const page = rows.take(mostRows - 1 - this.rows)
      if (page.length === 0) break
      yield page.map((row) => this.#row(row, heightOf(columns, widths, row))).join('')
    }
    // Whether another sheet follows shows only now.
    await rows.fill()
    const filtered = rangeRef(0, 0, Math.max(this.rows, 1), columns.length - 1)
    yield tail.replace(/<autoFilter ref="[^"]*"/, `<autoFilter ref="${filtered}"`)
  }

  #row(cells: Row, height: number | null): string {
    this.rows += 1
    this.#hash.update(`${canonicalRow(cells)}\n`)
    const number = this.rows + 1
    let text = `<row r="${number}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>`
    for (const [index, cell] of cells.entries()) {
      if (cell === null || cell === '') continue
      const start = `<c r="${this.#letters[index] ?? colToLetter(index)}${number}" s="${this.#frame.styles[index] ?? this.#frame.styles.at(-1)}"`
      text +=
        typeof cell === 'string'
          ? `${start} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
          : `${start}><v>${cell instanceof Date ? serialOf(cell) : cell}</v></c>`
    }
    return `${text}</row>`
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text as XML. What looks like an escape of workbooks, such as `_x000D_`, is escaped itself. */
const escaped = (text: string) =>
  text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[&<>]/g, (mark) => ESCAPES[mark]!)
