/** Why a cell cannot be read: what is wrong with it, and what belongs there. */
export class CellFault {
  readonly what: string
  readonly expected: string

  constructor(what: string, expected: string) {
    this.what = what
    this.expected = expected
  }
}

/** What a reader of cells knows beside the text. */
export interface ReadingLimits {
  /** No fact of a file may be later. */
  readonly asOf: string
  /** The day of the reading, by the database's clock: what a custodian states of its own day may be later than `asOf`. */
  readonly today: string
}

/** Reads the trimmed text of a cell, which is not blank. */
export type CellReader<T> = (text: string, limits: ReadingLimits) => T | CellFault
