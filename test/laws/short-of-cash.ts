import { atLeastZero, parseDecimal, sum } from '../../server/engine/facts/fixed-point.ts'
import type { AccountCash, Proposal } from '../../server/engine/proposal.ts'
import type { Account, Snapshot } from '../../server/engine/snapshot.ts'

const cents = (money: string) => parseDecimal(money, 2)

/** What must be in an account after the trades: the reserve, or the debit that approved margin lets stay. */
export function toRestore({ marginApproved, cash }: Account, { reserve }: AccountCash): bigint {
  return marginApproved && cents(cash) < 0n ? cents(cash) : cents(reserve)
}

/** Cents that every account lacks, before the trades or after them. */
export function missingCash(snapshot: Snapshot, proposal: Proposal, when: 'before' | 'after'): bigint {
  return sum(proposal.cash.map((row) => missingIn(snapshot, row, when)))
}

export function missingIn({ accounts }: Snapshot, row: AccountCash, when: 'before' | 'after'): bigint {
  const account = accounts.find(({ id }) => id === row.accountId)
  return account ? atLeastZero(toRestore(account, row) - cents(row[when])) : 0n
}

/** Cents that sales brought in beyond what was missing: orders are whole, and not too small. */
export function raisedBeyondNeed(snapshot: Snapshot, { cash }: Proposal): bigint {
  return sum(
    cash.map((row) => atLeastZero(cents(row.after) - cents(row.before) - missingIn(snapshot, row, 'before'))),
  )
}
