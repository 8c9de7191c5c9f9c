import type { Cell, CellKind } from './cells.ts'

/** A column of a table. */
export interface Column {
  readonly title: string
  readonly kind: CellKind
}

/** What a sheet says of itself. */
export interface SheetShape {
  /** At most 31 characters, none of Excel's forbidden ones. */
  readonly name: string
  /** What stands in it, in a sentence, for the cover. */
  readonly about: string
  readonly columns: readonly Column[]
}

/** Rows of a table, some at a time. */
export type Pages = AsyncIterable<readonly (readonly Cell[])[]>

/** A table that is written as it is read. */
export interface TableSheet extends SheetShape {
  pages(): Pages
}

/** How a line of a small sheet looks. */
export type LineLook = 'title' | 'heading' | 'columns' | 'plain' | 'code'

/** A line of a small sheet that is laid out by hand. */
export interface Line {
  readonly look: LineLook
  readonly cells: readonly Cell[]
  /** The last cell reaches to the last column. */
  readonly isWide?: boolean
  /** Of single cells, where the look does not say it. */
  readonly kinds?: readonly CellKind[]
}

/** A drawing of lines of the same sheet: rows and columns count from 0. */
export interface Drawing {
  readonly title: string
  /** The line with the names of the series; the values follow below it, their days in the first column. */
  readonly head: number
  readonly last: number
  readonly series: number
  readonly from: { readonly row: number; readonly col: number }
  readonly to: { readonly row: number; readonly col: number }
}

/** A sheet that is small and laid out by hand. */
export interface LaidSheet {
  readonly name: string
  readonly lines: readonly Line[]
  /** In characters. */
  readonly widths: readonly number[]
  /** Printed on one page, whatever its length. */
  readonly isOnePage: boolean
  readonly drawings: readonly Drawing[]
}

/** What was written of a sheet. */
export interface SheetProof {
  readonly name: string
  /** Without the first line, which has the titles. */
  readonly rows: number
  /** SHA-256 of its rows, see `canonicalRow`, each with a line end. */
  readonly sha256: string
}
