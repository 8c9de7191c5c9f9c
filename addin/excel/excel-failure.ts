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

/** What the person wanted: what a failure leaves behind, and what helps, depends on it. */
export type ExcelAction = 'pull' | 'pullToEdit' | 'refresh' | 'send' | 'freeze'

/** Thrown by this folder. `message` is a sentence to show where no action is known. */
export class ExcelFailure extends Error {
  override readonly name = 'ExcelFailure'
  readonly kind: ExcelFailureKind

  constructor(kind: ExcelFailureKind, options?: ErrorOptions) {
    super(SENTENCES[kind], options)
    this.kind = kind
  }

  sentenceAt(action: ExcelAction): string {
    return SENTENCES_AT[action][this.kind] ?? this.message
  }
}

const SENTENCES = {
  noExcel: 'This page is not open inside Excel, so there is no sheet to write to.',
  editingCell: 'A cell is being edited. Press Enter or Esc in the sheet, then try again.',
  busy: 'Excel has too much to do at the moment. Wait a little, then try again.',
  tooLarge: 'Excel refuses this much at once.',
  protected: 'The workbook is protected or read-only. Remove the protection or use another workbook.',
  sheetGone: 'The sheet was renamed or deleted meanwhile. Try again.',
  sessionLost: 'Excel lost its connection to the workbook. Reload the workbook, then try again.',
  notSupported: 'This version of Excel is too old for what was asked. Update Excel, then try again.',
  fault: 'Excel could not do it. Try again.',
} satisfies Record<ExcelFailureKind, string>

/** Where the general sentence would not help, or would make a person give up what was typed. */
const SENTENCES_AT: Readonly<Record<ExcelAction, Partial<Record<ExcelFailureKind, string>>>> = {
  pull: {
    tooLarge: 'Excel refuses this much at once. Choose fewer households, then try again.',
    fault: 'Excel could not do it. A sheet that was being replaced may be incomplete: pull it again.',
  },
  pullToEdit: {
    tooLarge:
      'Excel refuses this much at once. Move notes of your own from the sheet to another one, then pull again.',
    fault: 'Excel could not do it. A sheet that was being replaced may be incomplete: pull it again.',
  },
  refresh: {
    tooLarge:
      'Excel refuses this much at once. Refresh one table after the other, or pull fewer households into a sheet of their own.',
    fault: 'Excel could not do it. The table may be refreshed in part: refresh it again.',
  },
  send: {
    tooLarge:
      'Excel refuses this much at once. Your edits are kept in the sheet: move notes of your own to another sheet, then try again.',
    fault:
      'Excel could not do it. Your edits are kept in the sheet: leave it as it is and try again; nothing is sent twice.',
  },
  freeze: {
    tooLarge:
      'Excel refuses this much at once, and nothing was frozen. Copy the sheet’s cells and paste them as values instead.',
    fault: 'Excel could not do it. Formulas may be values already: freeze the table again.',
  },
}

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
