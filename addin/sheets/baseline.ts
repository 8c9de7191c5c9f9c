/** What an editable column holds; it decides how its cells are read and when they are at fault. */
export type EditableKind = 'text' | 'choice' | 'weight' | 'shares' | 'money'

/** A column whose cells are compared with what was pulled; found by its header wherever it stands. */
export interface EditableColumn {
  readonly header: string
  readonly kind: EditableKind
  /** What a choice column takes, as it is shown. */
  readonly choices?: readonly string[]
}

/** One pulled row: its key, never shown, and the value of each editable column as `readCell` writes it. */
export interface BaselineRow {
  readonly key: string
  readonly values: readonly string[]
}

/** A push that was sent and of which no answer came back yet; sent again as it stands, it has one effect. */
export interface PendingPush {
  readonly clientMutationId: string
  /** ISO 8601 in UTC. */
  readonly sentAt: string
  /** The mutation's input, as JSON. */
  readonly input: string
  /** Rows as they were sent, so that what was typed since is told apart; an added row's key is '' or what names it. */
  readonly rows?: readonly BaselineRow[]
}

/** What was pulled into one table of the workbook; edits are found by comparing with it. */
export interface Baseline {
  /** Our own id of the pull. It stands in the header of the key column, so that the table is always found again. */
  readonly id: string
  /** What the table is about: `targets`, `trades`. */
  readonly kind: string
  /** Id of the model or proposal on the server. */
  readonly subjectId: string
  /** Its name, for sentences and lists. */
  readonly subjectName: string
  /** The server's version that was pulled, for `expectedVersion`. */
  readonly serverVersion: number
  /** ISO 8601 in UTC. */
  readonly pulledAt: string
  /** The table's and its sheet's ids in Excel: they outlive new names, not always a new session. */
  readonly tableId: string
  readonly sheetId: string
  readonly columns: readonly EditableColumn[]
  readonly rows: readonly BaselineRow[]
  readonly pending: PendingPush | null
  /** What a kind of table keeps besides, as texts. */
  readonly extra: Readonly<Record<string, string>>
}

const KEY_HEADER = 'Row key '

/** Header of the column that holds the row keys of a pull. */
export function keyHeader(baselineId: string): string {
  return `${KEY_HEADER}${baselineId}`
}

/** Number format that shows nothing of a key. */
export const KEY_FORMAT = ';;;'

/** A cell as Excel answers it: its value, and its formula (the value again where there is none). */
export interface SheetCell {
  readonly value: string | number | boolean
  readonly formula: string | number | boolean
}

/** A row of the sheet within reach of the table. */
export interface SheetRow {
  /** Its number as Excel shows it, from 1. */
  readonly number: number
  /** False for a row with one of our keys that a resized table no longer covers. */
  readonly isInTable: boolean
  /** In the order of the headers. */
  readonly cells: readonly SheetCell[]
}

/** A table as it stands now, in the order of the sheet. */
export interface TableCells {
  readonly headers: readonly string[]
  readonly rows: readonly SheetRow[]
  /** Which of the columns are the table's: first, and one behind the last; all where it is not said. */
  readonly tableColumns?: readonly [number, number]
}
