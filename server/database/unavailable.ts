/** Of PostgreSQL (classes 08 connection, 53 resources, 57 operator, 58 system; locks and sessions given up) and of sockets. */
const CODES = /^(08|53|57|58)|^(55P03|25P03|25P04)$|^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN)|^ENOTFOUND$/

/** What pg and its pool say without a code. */
const SENTENCES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable|after calling end on the pool|driver has already been destroyed/

/** Whether a failure means that the database cannot be had just now (gone, silent, full), rather than that something is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return (
    (typeof code === 'string' && CODES.test(code)) ||
    SENTENCES.test(error.message) ||
    isUnavailable(error.cause) ||
    (error instanceof AggregateError && error.errors.some(isUnavailable))
  )
}

/** What a person is told about it. */
export const UNAVAILABLE =
  'The database does not answer just now. Send the request again in a moment: a change sent again under its clientMutationId takes effect once.'
