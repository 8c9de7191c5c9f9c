/** Exit codes of every command, after sysexits.h where it has a word for it; `evenkeel --help` lists them. */
export const EXIT_CODES = {
  ok: 0,
  fault: 1,
  usage: 2,
  badCase: 2,
  badInput: 65,
  unavailable: 69,
  tryLater: 75,
  configuration: 78,
} as const

export type ExitReason = keyof typeof EXIT_CODES

/** The program will not start, or not go on, for a reason that a person can mend: one sentence and the exit code. */
export class StartRefused extends Error {
  readonly reason: ExitReason

  constructor(reason: Exclude<ExitReason, 'ok'>, sentence: string) {
    super(sentence)
    this.name = 'StartRefused'
    this.reason = reason
  }
}

/** The code of a failed system or database call (`ENOENT`, `28P01`), or an empty string where it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What failed system calls mean to a person. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'it is no folder',
  EISDIR: 'it is a folder',
}

/** Why a call of the system failed, as a part of a sentence: words where we have them, else its code or message. */
export function systemReason(error: unknown): string {
  const code = errorCode(error)
  return SYSTEM_REASONS[code] ?? (code || (error instanceof Error ? error.message : String(error)))
}

/** Whether space is what is missing: to be freed, rather than another setting. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(errorCode(error))
}
