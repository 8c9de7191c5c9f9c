import { Decimal } from 'decimal.js'
import type { RebalanceMode, Scope, Settings, Snapshot } from '../engine/snapshot.ts'
import type { PLAN_PREFERENCES, REBALANCE_SCOPES } from './proposal.entity.ts'

export type RebalanceScope = (typeof REBALANCE_SCOPES)[number]
export type PlanPreference = (typeof PLAN_PREFERENCES)[number]

/** Money that is about to come into an account or to leave it, in dollars; null: none. */
export interface CashFlow {
  readonly accountId: string
  readonly contribution?: string | null | undefined
  readonly withdrawal?: string | null | undefined
}

/** What a person asks of one plan; null: as the firm's settings say. */
export interface PlanWishes {
  readonly scope: RebalanceScope
  /** How far a part of a plan goes; null: to target. A scope that is a mode says it already. */
  readonly mode?: RebalanceMode | null | undefined
  /** Of the scope `sleeve`: a class or tier by its name in the model. */
  readonly sleeve?: string | null | undefined
  readonly flows?: readonly CashFlow[] | null | undefined
  readonly deviationPrice?: string | null | undefined
  readonly locationYears?: string | null | undefined
  readonly harvest?: boolean | null | undefined
}

export interface WishRefused {
  readonly kind: 'refused'
  readonly code: string
  readonly message: string
}

const SCOPES = {
  invest_cash: 'investCash',
  raise_cash: 'raiseCash',
  harvest: 'harvest',
  sell_only: 'sellOnly',
  buy_only: 'buyOnly',
} as const

const PREFERENCES = { best_fit: 'bestFit', fewest_trades: 'fewestTrades' } as const

const isMode = (scope: RebalanceScope): scope is RebalanceMode =>
  scope === 'target' || scope === 'midpoint' || scope === 'band'

/** The mode that a plan is made in. */
export const modeOf = ({ scope, mode }: PlanWishes): RebalanceMode =>
  isMode(scope) ? scope : (mode ?? 'target')

/** Why no household could be planned so, whatever it holds; none: it depends. */
export function refusedWishes(wishes: PlanWishes): WishRefused | undefined {
  const { scope, mode, sleeve } = wishes
  if (isMode(scope) && mode && mode !== scope)
    return refused('MODE_TWICE', 'The scope is a mode already: leave the other one out.')
  if (scope !== 'sleeve' && sleeve)
    return refused('UNKNOWN_SLEEVE', 'A sleeve is named only for the scope SLEEVE.')
  return refusedFigure(wishes)
}

/** A household's snapshot as one plan wants it, or why it cannot be had. */
export function wish(
  snapshot: Snapshot,
  wishes: PlanWishes,
  preference: PlanPreference,
): { readonly kind: 'wished'; readonly snapshot: Snapshot } | WishRefused {
  const never = refusedWishes(wishes)
  if (never) return never
  const scope = scopeOf(snapshot, wishes)
  if (scope.kind === 'refused') return scope
  const refusal = refusedFlow(snapshot, wishes.flows ?? [])
  if (refusal) return refusal
  const settings: Settings = {
    ...snapshot.settings,
    mode: modeOf(wishes),
    scope,
    preference: PREFERENCES[preference],
    // Who asks for a part of a plan means it, whether or not anything is due.
    trigger: isMode(wishes.scope) ? snapshot.settings.trigger : 'asked',
    lossCredit: lossCreditOf(snapshot.settings, wishes),
    deviationPrice: wishes.deviationPrice ?? snapshot.settings.deviationPrice,
    locationYears: wishes.locationYears ?? snapshot.settings.locationYears,
  }
  return {
    kind: 'wished',
    snapshot: { ...snapshot, settings, accounts: accountsWithFlows(snapshot, wishes) },
  }
}

function lossCreditOf({ lossCredit }: Settings, { scope, harvest }: PlanWishes): string {
  if (scope === 'harvest') return '1'
  return typeof harvest === 'boolean' ? (harvest ? '1' : '0') : lossCredit
}

function scopeOf(snapshot: Snapshot, { scope, sleeve }: PlanWishes): Scope | WishRefused {
  if (scope !== 'sleeve') return { kind: isMode(scope) ? 'all' : SCOPES[scope] }
  const nodes = snapshot.models.flatMap((model) => model.nodes)
  const node = nodes.find(({ name }) => name === sleeve)
  if (node) return { kind: 'sleeve', nodeId: node.id }
  return refused(
    'UNKNOWN_SLEEVE',
    `The model has no ${sleeve || 'unnamed class'}: name one of its classes or tiers.`,
  )
}

function refusedFlow(snapshot: Snapshot, flows: readonly CashFlow[]): WishRefused | undefined {
  const planned = new Set(snapshot.groups.flatMap((group) => group.accountIds))
  const seen = new Set<string>()
  for (const { accountId, contribution, withdrawal } of flows) {
    const id = accountId.toLowerCase()
    if (!planned.has(id))
      return refused('UNKNOWN_ACCOUNT', 'A cash flow is of an account that is not planned here.')
    if (seen.has(id)) return refused('ACCOUNT_TWICE', 'Two cash flows are of one account: add them up.')
    seen.add(id)
    for (const amount of [contribution, withdrawal]) {
      const dollars = new Decimal(amount ?? '0')
      if (dollars.isNegative())
        return refused(
          'NEGATIVE_AMOUNT',
          'Contributions and withdrawals are zero or more: which one it is says its sign.',
        )
      if (dollars.decimalPlaces() > 2 || dollars.gt(MOST_DOLLARS))
        return refused('NOT_AN_AMOUNT', 'Contributions and withdrawals are dollars and cents.')
    }
  }
  return undefined
}

const MOST_DOLLARS = '1000000000000'

/** What a what-if value may be, as the firm's own settings. */
const FIGURES = {
  deviationPrice: { places: 6, most: 1, what: 'The price of deviation is a fraction from 0 to 1.' },
  locationYears: { places: 2, most: 100, what: 'Years of location drag are from 0 to 100.' },
} as const

function refusedFigure(wishes: PlanWishes): WishRefused | undefined {
  for (const name of ['deviationPrice', 'locationYears'] as const) {
    const value = new Decimal(wishes[name] ?? '0')
    const { places, most, what } = FIGURES[name]
    if (value.isNegative() || value.gt(most) || value.decimalPlaces() > places)
      return refused('OUT_OF_RANGE', what)
  }
  return undefined
}

function accountsWithFlows(snapshot: Snapshot, { flows }: PlanWishes): Snapshot['accounts'] {
  const byAccount = new Map((flows ?? []).map((flow) => [flow.accountId.toLowerCase(), flow]))
  const cents = (amount: string | null | undefined) => new Decimal(amount ?? '0').toFixed(2)
  return snapshot.accounts.map((account) => {
    const flow = byAccount.get(account.id)
    return flow
      ? { ...account, contribution: cents(flow.contribution), withdrawal: cents(flow.withdrawal) }
      : account
  })
}

const refused = (code: string, message: string): WishRefused => ({ kind: 'refused', code, message })
