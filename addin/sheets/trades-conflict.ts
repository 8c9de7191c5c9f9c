import type { SheetProposalFragment } from '../api/generated/graphql.ts'
import type { SheetEdits } from './baseline-edits.ts'
import type { Baseline } from './baseline.ts'
import {
  baselineValues,
  currentValues,
  inWords,
  isStruck,
  newTradeKey,
  type TradeValues,
} from './trades-push.ts'
import { baselineRow, isLotKey } from './trades-sheet.ts'

/** A trade as one side has it; null where it is not in the list or struck. */
export type TradeVersion = { readonly shares: string; readonly note: string } | null

/** One trade that a side changed since the pull: as it was pulled, as a colleague left it, as this sheet has it. */
export interface ConflictRow {
  readonly tradeId: string
  readonly inWords: string
  readonly base: TradeVersion
  readonly theirs: TradeVersion
  readonly mine: TradeVersion
  /** Both changed the same of it, and not to the same: only here a choice is due. */
  readonly isContested: boolean
}

/** Every trade that either side changed, contested ones first. */
export function conflictRows(
  baseline: Baseline,
  edits: SheetEdits,
  proposal: SheetProposalFragment,
): readonly ConflictRow[] {
  const base = valuesByTrade(baseline.rows)
  const theirs = valuesByTrade(
    proposal.trades.map((trade) => baselineRow({ kind: 'trade', trade, status: '' })),
  )
  const mine = new Map(base)
  for (const row of edits.rows)
    if (row.key !== null && base.has(row.key)) mine.set(row.key, currentValues(row))
  for (const row of edits.added) {
    const values = currentValues(row)
    mine.set(idOfAdded(values, theirs) ?? newTradeKey(values), values)
  }
  const ids = [...new Set([...base.keys(), ...theirs.keys(), ...mine.keys()])]
  const rows = ids.flatMap((tradeId): readonly ConflictRow[] => {
    const named = base.get(tradeId) ?? theirs.get(tradeId) ?? mine.get(tradeId)
    const versions = {
      base: versionOf(base.get(tradeId)),
      theirs: versionOf(theirs.get(tradeId)),
      mine: versionOf(mine.get(tradeId)),
    }
    const isUnchanged =
      isSameVersion(versions.base, versions.theirs) && isSameVersion(versions.base, versions.mine)
    if (isUnchanged || !named) return []
    return [{ tradeId, inWords: inWords(named), ...versions, isContested: isContested(versions) }]
  })
  return [...rows].sort((a, b) => Number(b.isContested) - Number(a.isContested))
}

/** A colleague may have added the very trade that this sheet adds. */
function idOfAdded(values: TradeValues, theirs: ReadonlyMap<string, TradeValues>): string | null {
  return [...theirs].find(([, other]) => newTradeKey(other) === newTradeKey(values))?.[0] ?? null
}

function valuesByTrade(
  rows: readonly { readonly key: string; readonly values: readonly string[] }[],
): ReadonlyMap<string, TradeValues> {
  return new Map(
    rows.filter(({ key }) => !isLotKey(key)).map(({ key, values }) => [key, baselineValues(values)]),
  )
}

function versionOf(values: TradeValues | undefined): TradeVersion {
  return values && !isStruck(values) ? { shares: values.shares, note: values.note } : null
}

function isContested({ base, theirs, mine }: Pick<ConflictRow, 'base' | 'theirs' | 'mine'>): boolean {
  return (['shares', 'note'] as const).some((field) => {
    const [from, their, own] = [base, theirs, mine].map((version) => version?.[field] ?? null)
    return their !== from && own !== from && their !== own
  })
}

export function isSameVersion(one: TradeVersion, other: TradeVersion): boolean {
  return one?.shares === other?.shares && one?.note === other?.note
}
