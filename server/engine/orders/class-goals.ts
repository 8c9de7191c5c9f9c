import type { Cents } from '../facts/fixed-point.ts'
import { atLeastZero, greatest, sum, WHOLE } from '../facts/fixed-point.ts'
import type { Valuation } from '../facts/holdings.ts'
import type { AccountGroup, Household } from '../facts/household.ts'
import type { TreeNode } from '../facts/model-tree.ts'
import { bandStatus } from '../facts/tolerance-band.ts'
import { OUTSIDE_MODEL } from '../proposal.ts'
import { choicesOf } from '../rules/substitution.ts'
import type { NodeGoal } from './possible-trades.ts'

/** Hundredths of a cent. */
export const MONEY_BY_CENT = 100
export const MONEY_BY_DOLLAR = 10_000

export const moneyOf = (cents: Cents): number => Number(cents) * MONEY_BY_CENT

/** Money outside a range, 0 inside; -Infinity and Infinity are no edges. */
export const outside = (value: number, low: number, high: number): number =>
  value < low ? (low === -Infinity ? 0 : low - value) : value > high ? value - high : 0

/** The part of a base that a weight makes, to the hundredth of a cent. */
export const partOf = (base: number, millionths: bigint): number =>
  Math.round((base * Number(millionths)) / Number(WHOLE))

/** Every node of a group with its band and what the mode wants of it; leaves first, then ever larger parents. */
export function nodeGoals(
  household: Household,
  group: AccountGroup,
  valuation: Valuation,
  terms: { readonly index: number; readonly firstNode: number; readonly base: number },
): NodeGoal[] {
  const nodes = [...group.model.nodes].sort((a, b) => depthBelow(a) - depthBelow(b))
  const { base } = terms
  const cashOwed = sum(group.accounts.map(({ cash, reserve }) => (cash < reserve ? reserve - cash : 0n)))
  return nodes.map((node): NodeGoal => {
    const value = sum(node.leafIds.map((id) => valuation.valueByLeaf.get(id) ?? 0n))
    // What one account owes takes nothing from the cash of another.
    const cents = node.leafIds.includes(group.model.cashLeaf.id) ? value + cashOwed : value
    const part = (weight: bigint) => partOf(base, weight)
    const target = part(node.target)
    const asModelled = { low: part(node.low), high: part(node.high) }
    const kept = keptByHarvest(household, group, { node, held: moneyOf(cents), base })
    // A harvest is not asked to mend what is out of its band, only not to worsen it.
    const band = kept
      ? { low: Math.min(asModelled.low, kept.low), high: Math.max(asModelled.high, kept.high) }
      : asModelled
    return {
      id: node.id,
      group: terms.index,
      parent:
        node.parentId === null ? -1 : terms.firstNode + nodes.findIndex(({ id }) => id === node.parentId),
      isLeaf: node.leafIds[0] === node.id,
      isCash: node.isCash,
      held: moneyOf(cents),
      target,
      ...band,
      ...(kept
        ? { goalLow: kept.low, goalHigh: kept.high }
        : goalOf(household, node, { cents, target, band, valuation, group })),
    }
  })
}

const depthBelow = (node: TreeNode): number => (node.leafIds[0] === node.id ? 0 : node.leafIds.length)

const NOTHING = { goalLow: -Infinity, goalHigh: Infinity }

/** Harvesting leaves every class as it is, but for a step of an order and the cushion: what a loss brings in buys its replacement. */
function keptByHarvest(
  { settings, securities }: Household,
  { model }: AccountGroup,
  { node, held, base }: { readonly node: TreeNode; readonly held: number; readonly base: number },
): { readonly low: number; readonly high: number } | null {
  if (settings.scope.kind !== 'harvest') return null
  const named = model.holdings.flatMap(({ slots }) => slots.flatMap(choicesOf))
  const steps = named.map((id) => {
    const security = securities.get(id)
    const step = Number(security ? greatest(security.step, settings.step) : 0n) / 1e8
    return (Number(security?.price ?? 0n) / 100) * step
  })
  const share = Math.ceil(Math.max(0, ...steps))
  // What is kept back of each purchase, and no whole share, ends in cash.
  const cushion = Number(settings.cashCushion) / 1e6
  const isWithCash = node.leafIds.includes(model.cashLeaf.id)
  const left = isWithCash ? share * model.leaves.length + cushion * base : share
  return {
    low: Math.max(0, Math.floor(held * (1 - cushion)) - share),
    high: Math.max(0, held) + Math.ceil(left),
  }
}

/** What the mode wants of a node: its target; the band; or half way back where it is out of its band. */
function goalOf(
  household: Household,
  node: TreeNode,
  terms: {
    readonly cents: Cents
    readonly target: number
    readonly band: { readonly low: number; readonly high: number }
    readonly valuation: Valuation
    readonly group: AccountGroup
  },
): Pick<NodeGoal, 'goalLow' | 'goalHigh'> {
  const { mode } = household.settings
  const { cents, target, band, valuation, group } = terms
  if (mode === 'target') return { goalLow: target, goalHigh: target }
  const contributed = node.isCash ? contributedCash(household, group) : 0n
  if (contributed > 0n && mode === 'band') {
    // Money just contributed is to be invested, even where the cash class has room for it in its band.
    const before = moneyOf(atLeastZero(cents - contributed))
    return { goalLow: -Infinity, goalHigh: Math.max(target, before) }
  }
  if (mode === 'band') return NOTHING
  const isInside = bandStatus(cents, valuation.base, node) === 'inBand'
  if (isInside || node.id === OUTSIDE_MODEL) return { goalLow: band.low, goalHigh: band.high }
  return {
    goalLow: Math.round((band.low + target) / 2),
    goalHigh: Math.round((band.high + target) / 2),
  }
}

/** A case is solved as it stands; where rebalancing waits for a reason, a contribution is one to invest. */
function contributedCash(household: Household, group: AccountGroup): Cents {
  const { trigger, scope } = household.settings
  if (trigger === 'asked' && scope.kind !== 'investCash') return 0n
  return greatest(0n, sum(group.accounts.map(({ contribution, withdrawal }) => contribution - withdrawal)))
}
