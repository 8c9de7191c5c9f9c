import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero } from '../facts/fixed-point.ts'
import type { HeldAccount } from '../facts/household.ts'
import { formatMoney } from '../facts/fixed-point.ts'
import type { Reason } from '../reasons.ts'
import { reason } from '../reasons.ts'

/**
 * The cash that sales must restore: the reserve. Where margin is approved and drawn, the debit itself stays and only what a
 * withdrawal adds to it is raised (decided 2026-11-22).
 */
export function cashToRestore(account: HeldAccount): Cents {
  return account.marginApproved && account.openingCash < 0n ? account.openingCash : account.reserve
}

/** Missing cash; 0 where there is enough. */
export function cashShortage(account: HeldAccount, cash: Cents): Cents {
  return atLeastZero(cashToRestore(account) - cash)
}

/** Cash beyond the reserve, the only money that purchases may spend; 0 where there is none. */
export function spareCash(account: HeldAccount, cash: Cents): Cents {
  return atLeastZero(cash - account.reserve)
}

/** Why cash has to be raised: the debit is named first, then the withdrawal, then the reserve. */
export function shortageReason(account: HeldAccount): Reason {
  const facts = { account: account.id, amount: formatMoney(cashShortage(account, account.cash)) }
  if (account.openingCash < 0n && !account.marginApproved) return reason('curesMarginDebit', facts)
  if (account.withdrawal > account.contribution) return reason('raisesWithdrawal', facts)
  return reason('restoresReserve', facts)
}
