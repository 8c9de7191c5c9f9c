import type { Money, Snapshot } from '../engine/snapshot.ts'
import type {
  BandStatus,
  Certificate,
  DisallowedLoss,
  Levels,
  Proposal,
  ProposalTotals,
  TaxReturnEffect,
} from '../engine/proposal.ts'
import type { Reason } from '../engine/reasons.ts'
import type { Transition } from '../engine/transition.ts'

/** One line of a plan: an order, or of a sale the part that one lot gives; `qty` in shares. */
export interface PlannedLine {
  readonly account: string
  readonly security: string
  readonly side: 'sell' | 'buy'
  /** Of sales only. */
  readonly lot?: string
  readonly qty: string
}

/** Why an order is proposed. */
export interface OrderReason extends Reason {
  readonly account: string
  readonly security: string
  readonly side: 'sell' | 'buy'
}

/** Why an account, or one security in it, may not be traded. */
export interface PlanRefusal extends Reason {
  readonly account: string
  /** Null: the whole account. */
  readonly security: string | null
}

/** A class that is still out of its band after the trades; dollars beyond the edge. */
export interface PlanClassLeftAlone {
  readonly group: string
  readonly class: string
  readonly status: BandStatus
  readonly outsideBandBy: Money
  readonly reasons: readonly Reason[]
}

/** A loss that is taken although a purchase disallows it; shares, and dollars. */
export interface PlanDisallowedLoss extends Omit<
  DisallowedLoss,
  'accountId' | 'securityId' | 'lotId' | 'blockerAccountId' | 'blockerSecurityId'
> {
  readonly account: string
  readonly security: string
  readonly lot: string
  readonly blockerAccount: string
  readonly blockerSecurity: string
}

/** What `evenkeel plan` prints. Money is dollars with 2 places, weights are fractions with 6. */
export interface PrintedPlan {
  readonly trades: readonly PlannedLine[]
  readonly levels: Levels
  readonly certificate: Certificate
  /** Why there was a reason to trade at all. */
  readonly dueBecause: readonly Reason[]
  /** One for each order, in the order of `trades`. */
  readonly reasons: readonly OrderReason[]
  readonly classesLeftAlone: readonly PlanClassLeftAlone[]
  readonly refusals: readonly PlanRefusal[]
  readonly warnings: readonly string[]
  readonly taxes: readonly TaxReturnEffect[]
  readonly disallowedLosses: readonly PlanDisallowedLoss[]
  readonly totals: ProposalTotals
}

/** What the rows of a plan are called. */
export interface PlanNames {
  readonly account: (id: string) => string
  readonly security: (id: string) => string
  readonly node: (id: string) => string
}

/** A case's rows go by the ids of its file. */
export const CASE_IDS: PlanNames = { account: itself, security: itself, node: itself }

/** Rows of the database go by the names that people use: account numbers, symbols, names of classes. */
export function databaseNames({ accounts, securities, models }: Snapshot): PlanNames {
  return {
    account: nameIn(accounts.map(({ id, name }) => [id, name])),
    security: nameIn(securities.map(({ id, symbol }) => [id, symbol])),
    node: nameIn(models.flatMap(({ nodes }) => nodes.map(({ id, name }) => [id, name] as const))),
  }
}

/** The proposal as `evenkeel plan` prints it, ended by a newline: the same proposal gives the same bytes. */
export function printPlan(proposal: Proposal, names: PlanNames): string {
  return `${JSON.stringify(printedPlan(proposal, names), null, 2)}\n`
}

/** Several runs as `evenkeel plan --runs` prints them. */
export function printTransition({ runs }: Transition, names: PlanNames): string {
  const printed = runs.map(({ asOf, budgetShare, proposal }) => ({
    asOf,
    budgetShare,
    ...printedPlan(proposal, names),
  }))
  return `${JSON.stringify({ runs: printed }, null, 2)}\n`
}

function printedPlan(proposal: Proposal, names: PlanNames): PrintedPlan {
  const { levels, certificate, dueBecause, warnings, taxes, totals } = proposal
  return {
    trades: proposal.trades.flatMap((trade) => plannedLines(trade, names)),
    levels,
    certificate,
    dueBecause,
    reasons: proposal.trades.map(({ accountId, securityId, side, reason }) => ({
      account: names.account(accountId),
      security: names.security(securityId),
      side,
      ...reason,
    })),
    classesLeftAlone: proposal.classesLeftAlone.map(({ groupId, nodeId, ...left }) => ({
      group: groupId,
      class: names.node(nodeId),
      ...left,
    })),
    refusals: proposal.refusals.map(({ accountId, securityId, reason }) => ({
      account: names.account(accountId),
      security: securityId === null ? null : names.security(securityId),
      ...reason,
    })),
    warnings: warnings.map(({ sentence }) => sentence),
    taxes,
    disallowedLosses: proposal.disallowedLosses.map((loss) => disallowedLoss(loss, names)),
    totals,
  }
}

/** A purchase is one line; a sale is one for each lot that it consumes. */
function plannedLines(trade: Proposal['trades'][number], names: PlanNames): PlannedLine[] {
  const { side, shares, lots } = trade
  const order = { account: names.account(trade.accountId), security: names.security(trade.securityId) }
  return side === 'buy'
    ? [{ ...order, side, qty: shares }]
    : lots.map((lot) => ({ ...order, side, lot: lot.lotId, qty: lot.shares }))
}

function disallowedLoss(
  { accountId, securityId, lotId, blockerAccountId, blockerSecurityId, ...loss }: DisallowedLoss,
  names: PlanNames,
): PlanDisallowedLoss {
  return {
    account: names.account(accountId),
    security: names.security(securityId),
    lot: lotId,
    ...loss,
    blockerAccount: names.account(blockerAccountId),
    blockerSecurity: names.security(blockerSecurityId),
  }
}

function nameIn(rows: readonly (readonly [string, string])[]): (id: string) => string {
  const names = new Map(rows)
  return (id) => names.get(id) ?? id
}

function itself(id: string): string {
  return id
}
