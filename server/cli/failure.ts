import { CommanderError } from 'commander'
import { EXIT_CODES, StartRefused, errorCode, type ExitReason } from '../start-refused.ts'

/** How a command ended badly, as it is told to a person and, with --json, to a program. */
export interface Failure {
  readonly code: ExitReason
  readonly message: string
  /** Single faults of an input, each with its place. */
  readonly problems: readonly string[]
}

/** An input was read and refused, for each of these reasons; nothing was written. */
export class InputRefused extends StartRefused {
  readonly problems: readonly string[]

  constructor(
    sentence: string,
    problems: readonly string[] = [],
    reason: 'badInput' | 'badCase' = 'badInput',
  ) {
    super(reason, sentence)
    this.problems = problems
  }
}

/** A household case cannot be planned: told in the sentence of its first problem, others by --json alone. */
export class CaseRefused extends InputRefused {
  constructor(problems: readonly [string, ...string[]]) {
    const more = problems.length > 1 ? ` (the first of ${problems.length} problems)` : ''
    super(`${problems[0]}${more}`, problems, 'badCase')
  }
}

/** Failures of the system that say what a person can do about them. */
const SYSTEM_FAILURES: Readonly<Record<string, readonly [Exclude<ExitReason, 'ok'>, string]>> = {
  EACCES: ['configuration', 'access is denied'],
  EPERM: ['configuration', 'access is denied'],
  EROFS: ['configuration', 'it can only be read'],
  ENOSPC: ['unavailable', 'the disk is full'],
  EMFILE: ['unavailable', 'too many files are open'],
  '53100': ['unavailable', 'the disk of the database is full'],
  '58030': ['unavailable', 'the disk of the database fails'],
  ECONNREFUSED: ['unavailable', 'the database does not answer'],
  ECONNRESET: ['unavailable', 'the database has cut the connection'],
}

/** The failure behind something thrown; null when it was only help or the version that ended the command. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return null
    return { code: 'usage', message: error.message.replace(/^error: /, ''), problems: [] }
  }
  if (error instanceof InputRefused)
    return { code: error.reason, message: error.message, problems: error.problems }
  if (error instanceof StartRefused) return { code: error.reason, message: error.message, problems: [] }
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && errorCode(error) === 'EADDRINUSE')
    return { ...portInUse(error), problems: [] }
  const known = SYSTEM_FAILURES[errorCode(error)]
  if (known) return { code: known[0], message: `${message}: ${known[1]}.`, problems: [] }
  return { code: 'fault', message: `Evenkeel has failed: ${message}`, problems: [] }
}

function portInUse(error: Error & { address?: string; port?: number }): Pick<Failure, 'code' | 'message'> {
  const address = `${error.address ?? 'localhost'}:${error.port ?? ''}`
  const message = `${address} is in use by another program: stop that program, or set PORT or HTTPS_PORT.`
  return { code: 'tryLater', message }
}

/** Tells the failure (a sentence on stderr, or JSON on stdout) and gives the exit code. */
export function tellFailure(error: unknown, { json, debug }: { json: boolean; debug: boolean }): number {
  const failure = failureOf(error)
  if (!failure) return EXIT_CODES.ok
  if (json) {
    process.stdout.write(`${JSON.stringify({ error: failure })}\n`)
  } else if (!(error instanceof CommanderError)) {
    // Commander has told its own already, with a suggestion.
    const hint = failure.code === 'fault' && !debug ? ' (LOG_LEVEL=debug shows where)' : ''
    const problems = error instanceof CaseRefused ? [] : failure.problems
    process.stderr.write([...problems, `evenkeel: ${failure.message}${hint}`, ''].join('\n'))
  }
  if (debug && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`)
  return EXIT_CODES[failure.code]
}
