import { greatest, WHOLE } from '../facts/fixed-point.ts'
import type { Valuation } from '../facts/holdings.ts'
import { accountBase } from '../facts/holdings.ts'
import type { ExactSecurity, HeldAccount, Household, Position } from '../facts/household.ts'
import { isTaxable, securityOf } from '../facts/household.ts'
import { leafOfClass } from '../facts/model-tree.ts'
import { valueOf } from '../facts/money.ts'
import { yearlyDrag } from '../rules/asset-location.ts'
import { cashToRestore } from '../rules/cash-reserve.ts'
import { limitsOn } from '../rules/holding-limit.ts'
import { minimumOrder } from '../rules/order-size.ts'
import { purchaseRefusal, sharesBelowLimit } from '../rules/purchase-permission.ts'
import { choicesOf } from '../rules/substitution.ts'
import { isTradable } from '../rules/account-block.ts'
import type { WashSaleWatch } from '../rules/wash-sale.ts'
import { moneyOf, nodeGoals, partOf } from './class-goals.ts'
import { countableShares, exactStep } from './exact-shares.ts'
import type {
  LimitGoal,
  NodeGoal,
  PossiblePurchase,
  PossibleSale,
  PossibleTrades,
  PurchaseChoice,
  SlotGoal,
  TradingAccount,
  TradingGroup,
} from './possible-trades.ts'
import { agedShares, isForcedOrder, moneyOfShares, saleLotsOf } from './sale-lots.ts'
import { sideBudgets } from './budgets.ts'
import type { GroupSlot } from './slot-goals.ts'
import { slotsOfLeaf } from './slot-goals.ts'
import { conflictingGroups, unitAndGroup } from './wash-groups.ts'

/** Flattens a household into what may be traded in it and what each trade would do; rules forbid and price here. */
export function findPossibleTrades(
  household: Household,
  watch: WashSaleWatch,
  valuations: ReadonlyMap<string, Valuation>,
): PossibleTrades {
  const finding = new Finding(household, watch)
  for (const group of household.groups) {
    const valuation = valuations.get(group.id)
    if (!valuation) throw new Error(`No valuation of group ${group.id}`)
    finding.addGroup(group, valuation)
  }
  return finding.found()
}

class Finding {
  readonly #household: Household
  readonly #watch: WashSaleWatch
  readonly #groups: TradingGroup[] = []
  readonly #accounts: TradingAccount[] = []
  readonly #nodes: NodeGoal[] = []
  readonly #slots: (SlotGoal & { fixed: number })[] = []
  readonly #limits: (LimitGoal & { fixed: number })[] = []
  readonly #sales: PossibleSale[] = []
  readonly #purchases: PossiblePurchase[] = []
  readonly #washGroups = new Map<string, number>()
  #dragHeld = 0

  constructor(household: Household, watch: WashSaleWatch) {
    this.#household = household
    this.#watch = watch
    for (const id of conflictingGroups(household, watch)) this.#washGroups.set(id, this.#washGroups.size)
  }

  addGroup(group: Household['groups'][number], valuation: Valuation): void {
    const groupIndex = this.#groups.length
    const firstNode = this.#nodes.length
    const base = baseOfGroup(group)
    const slotOf = new Map<string, number>()
    this.#groups.push({ id: group.id, model: group.model, base, slotOf })
    this.#nodes.push(...nodeGoals(this.#household, group, valuation, { index: groupIndex, firstNode, base }))
    const nodeOf = (leafId: string) =>
      this.#nodes.findIndex(({ id }, index) => index >= firstNode && id === leafId)
    const bases = new Map<HeldAccount, number>()
    const baseOf = (account: HeldAccount) => {
      const known = bases.get(account) ?? Number(accountBase(this.#household, account))
      bases.set(account, known)
      return known
    }
    const cashNode = nodeOf(group.model.cashLeaf.id)
    const cashSlot = this.#addSlot({
      group: groupIndex,
      node: cashNode,
      target: this.#nodes[cashNode]?.target ?? 0,
      fixed: 0,
      isCash: true,
    })
    const slots = group.model.leaves
      .filter((leaf) => leaf !== group.model.outside && !leaf.isCash)
      .flatMap((leaf) => slotsOfLeaf(group, leaf, baseOf))
      .map((slot) => ({ ...slot, index: this.#addModelSlot(groupIndex, slot, { base, nodeOf }) }))
    for (const slot of slots)
      for (const id of slot.securities) {
        const security = this.#household.securities.get(id)
        const isThere = security && leafOfClass(group.model, security.assetClassId) === slot.leaf
        if (isThere && !slotOf.has(id)) slotOf.set(id, slot.index)
      }
    for (const account of group.accounts) {
      const limitOf = new Map<string, number>()
      const { cashLeaf } = group.model
      const index = this.#addAccount(account, { group: groupIndex, cashSlot, cashLeaf, limitOf })
      for (const position of account.positions) {
        if (position.isExcluded || position.security.price === null) continue
        const leaf = leafOfClass(group.model, position.security.assetClassId)
        const slot = leaf.isCash
          ? cashSlot
          : (slotOf.get(position.security.id) ??
            this.#addSlot({ group: groupIndex, node: nodeOf(leaf.id), target: 0, fixed: 0, isCash: false }))
        if (!leaf.isCash) slotOf.set(position.security.id, slot)
        const own = slots.find((each) => each.index === slot)?.byAccount.get(account)?.securityId
        const isInferior = own !== undefined && own !== position.security.id && this.#mayBuy(account, own)
        const drag = dragOf(leaf, account)
        this.#addPosition(index, position, { slot, limitOf, drag, account, isInferior })
      }
      this.#addPurchases(index, account, { slots, limitOf })
    }
  }

  found(): PossibleTrades {
    return {
      household: this.#household,
      groups: this.#groups,
      accounts: this.#accounts,
      nodes: this.#nodes,
      slots: this.#slots,
      limits: this.#limits,
      sales: this.#sales,
      purchases: this.#purchases,
      budgets: sideBudgets(this.#household, this.#accounts, this.#sales),
      washGroups: [...this.#washGroups.keys()],
      dragHeld: this.#dragHeld,
    }
  }

  #addSlot(slot: SlotGoal & { fixed: number }): number {
    return this.#slots.push(slot) - 1
  }

  #addModelSlot(
    group: number,
    { leaf, weight }: GroupSlot,
    terms: { readonly base: number; readonly nodeOf: (leafId: string) => number },
  ): number {
    const target = partOf(partOf(terms.base, leaf.target), weight)
    return this.#addSlot({ group, node: terms.nodeOf(leaf.id), target, fixed: 0, isCash: false })
  }

  #addAccount(
    account: HeldAccount,
    terms: Pick<TradingAccount, 'group' | 'cashSlot' | 'limitOf'> & {
      readonly cashLeaf: Parameters<typeof yearlyDrag>[0]
    },
  ): number {
    const { scope } = this.#household.settings
    return (
      this.#accounts.push({
        account,
        group: terms.group,
        cash: moneyOf(account.cash),
        reserve: moneyOf(account.reserve),
        restore: moneyOf(cashToRestore(account)),
        locked: scope.kind === 'harvest' ? Math.max(0, moneyOf(account.cash - account.reserve)) : 0,
        cashSlot: terms.cashSlot,
        cashDrag: dragOf(terms.cashLeaf, account),
        limitOf: terms.limitOf,
        mayGainCash: scope.kind !== 'raiseCash',
      }) - 1
    )
  }

  #addPosition(
    account: number,
    position: Position,
    terms: {
      readonly slot: number
      readonly limitOf: Map<string, number>
      readonly drag: number
      readonly account: HeldAccount
      readonly isInferior: boolean
    },
  ): void {
    const household = this.#household
    const { security } = position
    const price = security.price ?? 0n
    const value = valueOfLots(position)
    this.#dragHeld += terms.drag * value
    const limit = this.#limitFor(terms.account, security, terms)
    const lots = saleLotsOf(household, this.#watch, terms.account, position)
    const sellable = lots.reduce((total, lot) => total + lot.value, 0)
    const fixed = Math.max(0, value - sellable)
    const held = this.#limits[limit] ?? this.#slots[terms.slot]
    if (held) held.fixed += fixed
    if (lots.length === 0) return
    const heldShares = Number(position.shares)
    const lotShares = lots.reduce((total, lot) => total + lot.shares, 0)
    const { leastShares } = limitsOn(household, terms.account, security)
    const washGroup = isTaxable(terms.account) ? this.#washGroupOf(terms.account, security) : -1
    this.#sales.push({
      account,
      position,
      slot: terms.slot,
      limit,
      washGroup: lots.some(({ isLoss }) => isLoss) ? washGroup : -1,
      lots,
      isForcedOrder: isForcedOrder(household, terms.account, position),
      heldShares,
      mostShares: Math.max(0, Math.min(lotShares, heldShares - Number(leastShares))),
      step: Number(exactStep(household, terms.account, security)),
      price: Number(price) / 1e6,
      value,
      leastValue: moneyOf(minimumOrder(household, terms.account)),
      leastRemainder: moneyOf(household.settings.sellAllBelow),
      costRate: costRateOf(terms.account, security),
      redemptionRate: Number(security.redemptionFee?.rate ?? 0n) / 1e6,
      agedShares: agedShares(household, position),
      drag: terms.drag,
      inferiority: terms.isInferior ? Number(household.settings.switchBackPrice) / 1e6 : 0,
    })
  }

  #mayBuy(account: HeldAccount, securityId: string): boolean {
    const security = securityOf(this.#household, securityId)
    return purchaseRefusal({ household: this.#household, watch: this.#watch, account, security }) === null
  }

  /** The index of what overrides keep a holding within; -1: none does. */
  #limitFor(
    account: HeldAccount,
    security: ExactSecurity,
    terms: { readonly slot: number; readonly limitOf: Map<string, number> },
  ): number {
    const known = terms.limitOf.get(security.id)
    if (known !== undefined) return known
    const { leastShares, mostShares } = isMarkedForSale(account, security)
      ? { leastShares: 0n, mostShares: 0n }
      : limitsOn(this.#household, account, security)
    if (leastShares === 0n && mostShares === null) return -1
    const price = security.price ?? 0n
    const index =
      this.#limits.push({
        slot: terms.slot,
        low: moneyOf(valueOf(leastShares, price)),
        high: mostShares === null ? Infinity : moneyOf(valueOf(mostShares, price)),
        fixed: 0,
      }) - 1
    terms.limitOf.set(security.id, index)
    return index
  }

  #addPurchases(
    index: number,
    account: HeldAccount,
    terms: {
      readonly slots: readonly (GroupSlot & { readonly index: number })[]
      readonly limitOf: Map<string, number>
    },
  ): void {
    const household = this.#household
    // Money that is owed on margin is not to be spent on purchases.
    if (account.cash < account.reserve && cashToRestore(account) < account.reserve) return
    if (!isTradable(household, account)) return
    for (const slot of terms.slots) {
      const named = slot.byAccount.get(account)
      if (!named) continue
      const choices = choicesOf(named).flatMap((id, rank): PurchaseChoice[] => {
        const security = securityOf(household, id)
        const question = { household, watch: this.#watch, account, security }
        // Bought, it would count in the class that it is of, and not in this one.
        if (!this.#isOfClass(security, slot)) return []
        if (purchaseRefusal(question) !== null) return []
        return [
          this.#choice(account, security, {
            rank,
            drag: dragOf(slot.leaf, account),
            slot,
            limitOf: terms.limitOf,
          }),
        ]
      })
      if (choices.length > 0) this.#purchases.push({ account: index, slot: slot.index, choices })
    }
  }

  #isOfClass(security: ExactSecurity, { leaf }: GroupSlot): boolean {
    const model = this.#groups.at(-1)?.model
    return model !== undefined && leafOfClass(model, security.assetClassId) === leaf
  }

  #choice(
    account: HeldAccount,
    security: ExactSecurity,
    terms: {
      readonly rank: number
      readonly drag: number
      readonly slot: { readonly index: number }
      readonly limitOf: Map<string, number>
    },
  ): PurchaseChoice {
    const household = this.#household
    const isHeld = account.positions.some((position) => position.security === security)
    const room = sharesBelowLimit({ household, watch: this.#watch, account, security })
    const step = exactStep(household, account, security)
    const countable = countableShares(this.#groups.at(-1)?.base ?? 0, step, security)
    const minimum = minimumOrder(household, account)
    return {
      security,
      washGroup: this.#washGroupOf(account, security),
      limit: this.#limitFor(account, security, { slot: terms.slot.index, limitOf: terms.limitOf }),
      price: Number(security.price ?? 0n) / 1e6,
      step: Number(step),
      mostShares: Math.min(countable, room === null ? Infinity : Number(room)),
      leastValue: moneyOf(isHeld ? minimum : greatest(minimum, security.minimumPurchase)),
      costRate: costRateOf(account, security),
      drag: terms.drag,
      inferiority: terms.rank === 0 ? 0 : Number(household.settings.switchBackPrice) / 1e6,
    }
  }

  #washGroupOf(account: HeldAccount, security: ExactSecurity): number {
    return this.#washGroups.get(unitAndGroup(this.#watch, account, security.identicalGroupId)) ?? -1
  }
}

/** As the sum of lots, each to the hundredth of a cent: what the network is supplied with. */
function valueOfLots({ security, lots }: Position): number {
  const price = Number(security.price ?? 0n) / 1e6
  return lots.reduce((total, { shares }) => total + moneyOfShares(Number(shares), price), 0)
}

/** Priced managed value after flows, less reserves; finer than the cent, so that targets sum to what there is. */
function baseOfGroup({ accounts }: Household['groups'][number]): number {
  const value = accounts.reduce((total, { cash, reserve, positions }) => {
    const held = positions.filter(({ isExcluded, security }) => !isExcluded && security.price !== null)
    return held.reduce((sum, position) => sum + valueOfLots(position), total + moneyOf(cash - reserve))
  }, 0)
  return Math.max(0, value)
}

function isMarkedForSale(account: HeldAccount, security: ExactSecurity): boolean {
  return account.securityOverrides.some(
    ({ kind, securityId }) => kind === 'sell' && securityId === security.id,
  )
}

function dragOf(leaf: Parameters<typeof yearlyDrag>[0], account: HeldAccount): number {
  return Number(yearlyDrag(leaf, account)) / Number(WHOLE)
}

/** Half-spread and the rate of the custodian's fee: what an order costs by the dollar. */
function costRateOf(account: HeldAccount, security: ExactSecurity): number {
  const fee = account.fees.find(({ appliesTo }) => appliesTo === 'any' || appliesTo === security.kind)
  return Number(security.halfSpread) / 1e8 + (fee ? Number(fee.rate) / 1e6 : 0)
}
