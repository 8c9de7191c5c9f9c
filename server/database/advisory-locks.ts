/**
 * Names of the session locks by which Evenkeel's processes know of each other in one database; the first half says
 * that a lock is Evenkeel's ("EVKL" in ASCII), the second which.
 */
export const ADVISORY_LOCKS = {
  /** Exclusive: the one server of an embedded database. */
  serving: [0x45564b4c, 1],
  /** Shared: every process that uses an embedded database, so that the last one knows to stop it. */
  inUse: [0x45564b4c, 2],
  /** Exclusive: whoever makes or repairs logins. */
  logins: [0x45564b4c, 3],
} as const

/** Exclusive, each under a number that its name gives: a worker of the queue lives ("EVKW" in ASCII). */
export const WORKER_LOCKS = 0x45564b57
