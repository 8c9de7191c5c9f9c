/** What loading rows came to. */
export interface Tally {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** Whether what is unchanged is now known for a later date. */
  readonly isMovedOn?: boolean
}

export const NOTHING: Tally = { added: 0, changed: 0, unchanged: 0 }

export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, { added, changed, unchanged }) => ({
      added: sum.added + added,
      changed: sum.changed + changed,
      unchanged: sum.unchanged + unchanged,
    }),
    NOTHING,
  )
}

/** Which rows of a file were new and which differed, by name. */
export interface Written {
  readonly added: ReadonlySet<string>
  readonly changed: ReadonlySet<string>
}

/** Counts a file's rows: one that is not new and has anything changed about it is a changed one. */
export function tallyOf(
  rows: number,
  { added, changed }: Written,
  alsoChanged: Iterable<string> = [],
): Tally {
  const allChanged = [...new Set([...changed, ...alsoChanged])].filter((name) => !added.has(name)).length
  return { added: added.size, changed: allChanged, unchanged: rows - added.size - allChanged }
}
