import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { OpenPane } from './browser.ts'

/** A page as large as its sheet, so that a picture shows all of it side by side. */
const SHEET_A_PAGE = 'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'

/** Presses the page's own button and answers the saved file. */
export async function saveWorkbook({ page }: OpenPane, folder: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as .xlsx' }).click(),
  ])
  const path = join(folder, 'pulled.xlsx')
  await download.saveAs(path)
  return path
}

export interface SavedCell {
  readonly row: number
  readonly column: number
  readonly value: unknown
  readonly formula: string | undefined
  readonly format: string
}

export interface SavedSheet {
  readonly name: string
  readonly isHidden: boolean
  /** In characters, by column. */
  readonly widths: readonly number[]
  readonly cells: readonly SavedCell[]
}

/** What the file itself holds, read by another library's eyes than those that wrote it. */
export async function readSaved(path: string): Promise<readonly SavedSheet[]> {
  const { sheets } = await readXlsx(await readFile(path), { readStyles: true })
  return sheets.map((sheet) => ({
    name: sheet.name,
    isHidden: sheet.hidden === true || sheet.veryHidden === true,
    widths: sheet.columns?.map(({ width, hidden }) => (hidden ? 0 : (width ?? 8))) ?? [],
    cells: sheet.rows.flatMap((line, row) =>
      line.flatMap((value, column) => {
        const { formula, style } = sheet.cells?.get(`${row},${column}`) ?? {}
        if (value === null && formula === undefined) return []
        return [{ row, column, value, formula, format: style?.numFmt ?? 'General' }]
      }),
    ),
  }))
}

/** A picture of each sheet of the workbook as LibreOffice lays it out; null where that is not installed. */
export async function photograph(xlsx: string, folder: string): Promise<readonly string[] | null> {
  const [soffice, pdftoppm] = ['soffice', 'pdftoppm'].map(installed)
  if (!soffice || !pdftoppm) return null
  await mkdir(folder, { recursive: true })
  const own = await mkdtemp(join(tmpdir(), 'evenkeel-libreoffice-'))
  try {
    // A profile of its own: two LibreOffices never share one.
    const profile = `-env:UserInstallation=file://${join(own, 'profile')}`
    run(soffice, [profile, '--headless', '--convert-to', SHEET_A_PAGE, '--outdir', own, xlsx])
    run(pdftoppm, ['-png', '-r', '70', join(own, basename(xlsx, '.xlsx') + '.pdf'), join(own, 'page')])
    const pages = (await readdir(own)).filter((name) => name.endsWith('.png')).sort()
    for (const name of pages) await rename(join(own, name), join(folder, `libreoffice-${name}`))
    return pages.map((name) => join(folder, `libreoffice-${name}`))
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

function installed(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 100_000 })
  if (status !== 0) throw new Error(`${basename(program)} ended with ${status}: ${stderr}`)
}
