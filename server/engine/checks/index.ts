import { violationsByName } from '../explain/names.ts'
import type { Household } from '../facts/household.ts'
import type { Proposal, TradeToCheck, Violation } from '../proposal.ts'
import { readSnapshot } from '../read-snapshot.ts'
import { watchWashSales, type WashSaleWatch } from '../rules/wash-sale.ts'
import type { Snapshot } from '../snapshot.ts'
import { belowMinimumTrade } from './below-minimum-trade.ts'
import { boughtAndSold } from './bought-and-sold.ts'
import { boughtRestricted } from './bought-restricted.ts'
import { boughtWithoutCash } from './bought-without-cash.ts'
import { cashMadeWorse } from './cash-made-worse.ts'
import { centsConserved } from './cents-conserved.ts'
import type { Check, ProposalCheck, RawCheck } from './check.ts'
import { readTrades } from './check.ts'
import { noPrice } from './no-price.ts'
import { notInModelForThisAccountType } from './not-in-model-for-this-account-type.ts'
import { oversold } from './oversold.ts'
import { qtyNotPositive } from './qty-not-positive.ts'
import { rounding } from './rounding.ts'
import { soldRestricted } from './sold-restricted.ts'
import { unknownLot } from './unknown-lot.ts'
import { unknown } from './unknown.ts'
import { washSaleBuyAfterLoss } from './wash-sale-buy-after-loss.ts'
import { washSaleRecentBuy } from './wash-sale-recent-buy.ts'
import { washSaleSameProposal } from './wash-sale-same-proposal.ts'
import { weightsSum } from './weights-sum.ts'

/** What must never be proposed. The key is the code of the violation; a new check is a file and a line here. */
export const RAW_CHECKS = { unknown, qtyNotPositive } satisfies Record<string, RawCheck>

export const CHECKS = {
  unknownLot,
  oversold,
  noPrice,
  soldRestricted,
  boughtRestricted,
  notInModelForThisAccountType,
  washSaleRecentBuy,
  washSaleBuyAfterLoss,
  washSaleSameProposal,
  boughtAndSold,
  rounding,
  belowMinimumTrade,
  boughtWithoutCash,
  cashMadeWorse,
} satisfies Record<string, Check>

/** What a proposal says of itself must hold together. */
export const PROPOSAL_CHECKS = { centsConserved, weightsSum } satisfies Record<string, ProposalCheck>

/** Every check of a finished proposal: of its trades, and of what it says they do. */
export function checkProposal(
  household: Household,
  proposal: Proposal,
  watch: WashSaleWatch,
): readonly Violation[] {
  return [
    ...checkHousehold(household, proposal.trades, watch),
    ...Object.values(PROPOSAL_CHECKS).flatMap((check) => check(proposal)),
  ]
}

/** Every rule that a list of trades breaks; empty: none. */
export function checkTrades(snapshot: Snapshot, trades: readonly TradeToCheck[]): readonly Violation[] {
  return violationsByName(checkHousehold(readSnapshot(snapshot), trades), snapshot)
}

export function checkHousehold(
  household: Household,
  trades: readonly TradeToCheck[],
  watch = watchWashSales(household),
): readonly Violation[] {
  const list = readTrades(household, watch, trades)
  return [
    ...Object.values(RAW_CHECKS).flatMap((check) => check(household, trades)),
    ...Object.values(CHECKS).flatMap((check) => check(list)),
  ]
}
