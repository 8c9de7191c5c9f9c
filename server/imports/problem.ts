/** Where in a file something stands: the line of its record and the column, both counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One reason why a file is refused, with its place, the value found there and what belongs there. */
export interface Problem extends Place {
  readonly file: string
  readonly what: string
  readonly found: string
  readonly expected: string
}

/** A file with thousands of faults is one fault; more than this many lines help nobody. */
export const MOST_PROBLEMS_KEPT = 100

const LONGEST_VALUE_SHOWN = 60
const LONGEST_VALUE_KEPT = 200

/** Collects the problems of a set of files: the first hundred in full, the rest as a count. */
export class ProblemList {
  readonly kept: Problem[] = []
  /** How many problems there are beyond the kept ones. */
  more = 0

  add(problem: Problem): void {
    const { found } = problem
    // A value may be a whole file on one line; nobody reads more of it, and it would travel to whoever asked.
    const short =
      found.length > LONGEST_VALUE_KEPT ? { ...problem, found: found.slice(0, LONGEST_VALUE_KEPT) } : problem
    if (this.kept.length < MOST_PROBLEMS_KEPT) this.kept.push(short)
    else this.more += 1
  }

  get count(): number {
    return this.kept.length + this.more
  }
}

/** A value as it is shown to a person: quoted, on one line, without invisible characters, cut where it is long. */
export function shownValue(found: string): string {
  const short = found.length > LONGEST_VALUE_SHOWN ? `${found.slice(0, LONGEST_VALUE_SHOWN)}…` : found
  return JSON.stringify(short).replace(
    /[\u007f-\u009f\u00a0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A problem as a sentence: `what, value found, what is expected`. */
export function problemSentence({ what, found, expected }: Omit<Problem, 'file' | keyof Place>): string {
  return `${what}, found ${found === '' ? 'nothing' : shownValue(found)}, expected ${expected}`
}

/** A problem as one line: `file:row:column: what, value found, what is expected`. */
export function printProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problemSentence(problem)}`
}
