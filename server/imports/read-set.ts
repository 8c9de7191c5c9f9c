import { sql } from 'kysely'
import type { Database } from '../database/in-firm.ts'
import type { FileSet } from './file-set.ts'
import { parseInThread } from './parsing/parse-in-thread.ts'
import type { Problem } from './problem.ts'
import { withColumns, type ImportFile } from './read-file.ts'

/** A set that was read whole, on the trade date that its facts are true on; or why it was not. */
export type ReadSet =
  | { readonly kind: 'read'; readonly set: FileSet; readonly asOf: string }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[]; readonly moreProblems: number }

/** What its caller says of a set. */
export interface SetTerms {
  /** The trade date that its facts are true on. */
  readonly asOf: string | undefined
  /** The account of files that name none. */
  readonly account: string | undefined
}

const refused = (problem: Problem): ReadSet => ({ kind: 'refused', problems: [problem], moreProblems: 0 })

/**
 * Reads a set outside of any transaction, in a thread of its own; to be called within a turn. The as-of date is the caller's, or else the latest date of a price
 * in the files or, when this is asked, in the firm.
 */
export async function readSet(
  database: Database,
  firmId: string,
  files: readonly ImportFile[],
  { asOf: statedAsOf, account }: SetTerms,
): Promise<ReadSet> {
  const [first] = files
  if (!first) {
    const what = 'there is no file'
    return refused({ file: '', line: 1, column: 1, what, found: '', expected: 'at least one file' })
  }
  const dates = await latestDates(database, firmId)
  // Facts of a day that has not come would make every true file after them look old.
  if (statedAsOf !== undefined && statedAsOf > dates.today) {
    const what = 'the as-of date lies in the future'
    const expected = `a date up to ${dates.today}`
    return refused({ file: first.name, line: 1, column: 1, what, found: statedAsOf, expected })
  }
  const parsed = await parseInThread({ files, statedAsOf, account, ...dates })
  if (parsed.kind === 'tooMuch') return refused(parsed.problem)
  const { asOf, problems, moreProblems } = parsed
  if (problems.length > 0) return { kind: 'refused', problems, moreProblems }
  if (asOf === undefined) {
    const what = 'no date is known that the files are true on'
    const expected = 'an as-of date, or a file with prices'
    return refused({ file: first.name, line: 1, column: 1, what, found: '', expected })
  }
  return { kind: 'read', set: parsed.files.map(withColumns), asOf }
}

function latestDates(database: Database, firmId: string) {
  return database.readInFirm(firmId, async ({ kysely }) => {
    const { rows } = await sql<{ today: string; latest_price: string | null }>`
      select current_date::text as today, (select max(price_date) from price where firm_id = ${firmId})::text as latest_price`.execute(
      kysely,
    )
    const { today, latest_price: latestPrice } = rows[0]!
    return { today, latestPrice: latestPrice ?? undefined }
  })
}
