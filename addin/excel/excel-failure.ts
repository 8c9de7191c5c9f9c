/** What kept Excel from doing it; each asks something else of the person. */
export type ExcelFailureKind =
  | 'noExcel'
  | 'editingCell'
  | 'busy'
  | 'tooLarge'
  | 'protected'
  | 'sheetGone'
  | 'sessionLost'
  | 'notSupported'
  | 'fault'

/** Thrown by this folder. `message` is a sentence to show as it stands. */
export class ExcelFailure extends Error {
  override readonly name = 'ExcelFailure'
  readonly kind: ExcelFailureKind

  constructor(kind: ExcelFailureKind, options?: ErrorOptions) {
    super(SENTENCES[kind], options)
    this.kind = kind
  }
}

const SENTENCES = {
  noExcel: 'This page is not open inside Excel, so there is no sheet to write to.',
  editingCell: 'A cell is being edited. Press Enter or Esc in the sheet, then try again.',
  busy: 'Excel has too much to do at the moment. Wait a little, then try again.',
  tooLarge: 'Excel refuses this much at once. Choose fewer households, then try again.',
  protected: 'The workbook is protected or read-only. Remove the protection or use another workbook.',
  sheetGone: 'The sheet was renamed or deleted meanwhile. Try again.',
  sessionLost: 'Excel lost its connection to the workbook. Reload the workbook, then try again.',
  notSupported: 'This version of Excel is too old for what was asked. Update Excel, then try again.',
  fault: 'Excel could not do it. The sheet may be incomplete: delete it and try again.',
} satisfies Record<ExcelFailureKind, string>

/** Error codes of office.js, by what they mean for the person. */
const KINDS_BY_CODE: Readonly<Record<string, ExcelFailureKind>> = {
  InvalidOperationInCellEditMode: 'editingCell',
  ActivityLimitReached: 'busy',
  ServiceNotAvailable: 'busy',
  RequestPayloadSizeLimitExceeded: 'tooLarge',
  ResponsePayloadSizeLimitExceeded: 'tooLarge',
  AccessDenied: 'protected',
  WriteNotSupportedWhenModalDialogOpen: 'editingCell',
  ItemNotFound: 'sheetGone',
  InvalidReference: 'sheetGone',
  InvalidOrTimedOutSession: 'sessionLost',
  InvalidOrTimedOutSessionMessage: 'sessionLost',
  ApiNotFound: 'notSupported',
  ApiNotAvailable: 'notSupported',
  NotImplemented: 'notSupported',
  UnsupportedOperation: 'notSupported',
}

/** Whatever office.js threw, as one of the failures above; a failure already translated stays as it is. */
export function excelFailureOf(error: unknown): ExcelFailure {
  if (error instanceof ExcelFailure) return error
  // Structural: office.js may have come from another frame, whose Error is not ours.
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return new ExcelFailure(KINDS_BY_CODE[code] ?? 'fault', { cause: error })
}

/** Refused whole, or lost on one of its ways: then there is nothing half done to be taken away. */
const DONE_WHOLE_OR_NOT: ReadonlySet<ExcelFailureKind> = new Set(['editingCell', 'busy', 'sessionLost'])

/** Whether the one request of an action broke off in its middle. */
export function isHalfDone(error: unknown): boolean {
  return !DONE_WHOLE_OR_NOT.has(excelFailureOf(error).kind)
}
