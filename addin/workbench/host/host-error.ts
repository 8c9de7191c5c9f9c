/** Refusals of the simulated host, worded as Excel words them. `NotSimulated` is our own. */
const REFUSALS = {
  AccessDenied: { status: 403, message: 'You cannot perform the requested operation.' },
  InvalidArgument: {
    status: 400,
    message: 'The argument is invalid or missing or has an incorrect format.',
  },
  InvalidObjectPath: {
    status: 400,
    message: "The object path isn't working for what you're trying to do.",
  },
  InvalidOperation: { status: 400, message: 'The operation attempted is invalid on the object.' },
  InvalidReference: { status: 400, message: 'This reference is not valid for the current operation.' },
  ItemAlreadyExists: {
    status: 409,
    message: 'A resource with the same name or identifier already exists.',
  },
  ItemNotFound: { status: 404, message: "The requested resource doesn't exist." },
  NotSimulated: { status: 501, message: 'The simulated host does not know this member.' },
  RangeExceedsLimit: {
    status: 400,
    message: 'The cell count in the range has exceeded the maximum supported number.',
  },
} as const

export type RefusalCode = keyof typeof REFUSALS

/** An error that Excel itself would answer; anything else thrown in the host is a fault of the simulation. */
export class HostError extends Error {
  readonly code: RefusalCode
  readonly status: number
  /** Class and member, as in WorksheetCollection.getItem; the interpreter fills it in where it is empty. */
  readonly location: string

  constructor(code: RefusalCode, message: string = REFUSALS[code].message, location = '') {
    super(message)
    this.code = code
    this.status = REFUSALS[code].status
    this.location = location
  }
}
