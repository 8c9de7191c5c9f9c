import { atAverageCost } from './facts/average-cost.ts'
import type { BlendSources } from './facts/blend-models.ts'
import { blendModel } from './facts/blend-models.ts'
import { parseDecimal, compareText } from './facts/fixed-point.ts'
import {
  MONEY_PLACES,
  PRICE_PLACES,
  SHARE_PLACES,
  WEIGHT_PLACES,
  greatest,
  sum,
} from './facts/fixed-point.ts'
import { longTermFrom } from './facts/holding-period.ts'
import type {
  AccountGroup,
  ExactSecurity,
  ExactSettings,
  ExactTaxpayer,
  HeldAccount,
  HeldLot,
  Household,
  Position,
} from './facts/household.ts'
import type { ModelTree } from './facts/model-tree.ts'
import { readModelTree, withRanges } from './facts/model-tree.ts'
import { SPREAD_PLACES, valueAt } from './facts/money.ts'
import { canonicalJson } from './canonical-json.ts'
import { isInForce } from './rules/override-period.ts'
import type {
  Account,
  CashReserveOverride,
  LimitOverride,
  Lot,
  Override,
  Security,
  SecurityOverride,
  Settings,
  Snapshot,
  Taxpayer,
} from './snapshot.ts'

/** Makes a snapshot exact and puts every list in order, so that the order of its rows can never matter afterwards. */
export function readSnapshot(snapshot: Snapshot): Household {
  const securities = index(snapshot.securities.map(readSecurity), 'security')
  const sources = blendSources(snapshot)
  const models = index(
    snapshot.models.map((model) => readModelTree(blendModel(model, sources))),
    'model',
  )
  const taxpayers = index(snapshot.taxpayers.map(readTaxpayer), 'taxpayer')
  const overrides = snapshot.overrides.filter((override) => isInForce(override, snapshot.asOf)).sort(byId)
  const groupIds = groupIdByAccount(snapshot)
  const accounts = [...snapshot.accounts].sort(byId).map((account) => {
    demand(taxpayers, account.taxpayerId, 'taxpayer')
    return readAccount(account, {
      groupId: groupIds.get(account.id) ?? null,
      asOf: snapshot.asOf,
      securities,
      overrides,
    })
  })
  const accountsById = index(accounts, 'account')
  return {
    id: snapshot.householdId,
    asOf: snapshot.asOf,
    settings: readSettings(snapshot.settings),
    taxpayers,
    securities,
    groups: [...snapshot.groups].sort(byId).map((group): AccountGroup => ({
      id: group.id,
      model: withRanges(demand<ModelTree>(models, group.modelId, 'model'), group.ranges),
      accounts: [...group.accountIds].sort(compareText).map((id) => demand(accountsById, id, 'account')),
    })),
    accounts,
    overrides,
    recentTrades: [...snapshot.recentTrades].sort((a, b) => compareText(canonicalJson(a), canonicalJson(b))),
    scheduledPurchases: [...snapshot.scheduledPurchases].sort((a, b) =>
      compareText(canonicalJson(a), canonicalJson(b)),
    ),
  }
}

function blendSources({ models, accounts }: Snapshot): BlendSources {
  return {
    models: index(models, 'model'),
    taxStatusOfType: new Map(accounts.toSorted(byId).map(({ type, taxStatus }) => [type, taxStatus])),
  }
}

function readSettings(settings: Settings): ExactSettings {
  if (
    !Number.isInteger(settings.shareDecimals) ||
    settings.shareDecimals < 0 ||
    settings.shareDecimals > SHARE_PLACES
  )
    throw new Error(`shareDecimals must be 0 to ${SHARE_PLACES}; found ${settings.shareDecimals}`)
  return {
    mode: settings.mode,
    scope: settings.scope,
    preference: settings.preference,
    trigger: settings.trigger,
    lotRelief: settings.lotRelief,
    step: stepOf(settings.shareDecimals),
    minimumTrade: money(settings.minimumTrade),
    minimumTradeFraction: fraction(settings.minimumTradeFraction),
    sellAllBelow: money(settings.sellAllBelow),
    minimumImprovement: fraction(settings.minimumImprovement),
    cashCushion: fraction(settings.cashCushion),
    washSaleDays: settings.washSaleDays,
    washSaleWatch: settings.washSaleWatch,
    washedLotsForCash: settings.washedLotsForCash,
    avoidShortTermGains: settings.avoidShortTermGains,
    longTermWaitDays: settings.longTermWaitDays,
    lossCredit: fraction(settings.lossCredit),
    harvestThreshold: money(settings.harvestThreshold),
    switchBackPrice: fraction(settings.switchBackPrice),
    legacyGains: settings.legacyGains,
    unpricedHoldings: settings.unpricedHoldings,
    locationYears: fraction(settings.locationYears),
    deviationPrice: fraction(settings.deviationPrice),
    budgetShare: fraction(settings.budgetShare),
    turnoverBudget: settings.turnoverBudget === null ? null : money(settings.turnoverBudget),
  }
}

function readTaxpayer(taxpayer: Taxpayer): ExactTaxpayer {
  return {
    id: taxpayer.id,
    kind: taxpayer.kind,
    spouseId: taxpayer.kind === 'person' ? taxpayer.spouseId : null,
    grantorId:
      taxpayer.kind === 'grantor_trust' && taxpayer.grantorId !== taxpayer.id ? taxpayer.grantorId : null,
    rates: { short: fraction(taxpayer.shortTermRate), long: fraction(taxpayer.longTermRate) },
    ratesByCharacter: new Map(
      taxpayer.ratesByCharacter.map((rates) => [
        rates.taxCharacter,
        { short: fraction(rates.shortTermRate), long: fraction(rates.longTermRate) },
      ]),
    ),
    gainsBudget: taxpayer.gainsBudget === null ? null : money(taxpayer.gainsBudget),
    taxBudget: taxpayer.taxBudget === null ? null : money(taxpayer.taxBudget),
    shortTermGain: money(taxpayer.yearToDateShortTermGain),
    longTermGain: money(taxpayer.yearToDateLongTermGain),
    lossCarryforward: money(taxpayer.lossCarryforward),
  }
}

function readSecurity(security: Security): ExactSecurity {
  const price = security.price === null ? null : parseDecimal(security.price, PRICE_PLACES)
  if (price !== null && price <= 0n) throw new Error(`The price of ${security.id} must be above zero`)
  return {
    id: security.id,
    assetClassId: security.assetClassId,
    price,
    identicalGroupId: security.identicalGroupId ?? `alone:${security.id}`,
    halfSpread: parseDecimal(security.halfSpreadBps, SPREAD_PLACES),
    taxCharacter: security.taxCharacter,
    kind: security.kind,
    step: greatest(
      security.shareDecimals === null ? 1n : stepOf(security.shareDecimals),
      security.roundLot === null ? 1n : parseDecimal(security.roundLot, SHARE_PLACES),
    ),
    minimumPurchase: security.minimumPurchase === null ? 0n : money(security.minimumPurchase),
    redemptionFee: security.redemptionFee && {
      rate: fraction(security.redemptionFee.rate),
      days: security.redemptionFee.days,
    },
  }
}

interface AccountSurroundings {
  readonly groupId: string | null
  readonly asOf: string
  readonly securities: ReadonlyMap<string, ExactSecurity>
  readonly overrides: readonly Override[]
}

function readAccount(account: Account, surroundings: AccountSurroundings): HeldAccount {
  const here = surroundings.overrides.filter(
    ({ accountId }) => accountId === null || accountId === account.id,
  )
  const reserves = here.filter(isCashReserve)
  const securityOverrides = here.filter(isSecurityOverride)
  const excluded = new Set(
    securityOverrides.filter(({ kind }) => kind === 'exclude').map(({ securityId }) => securityId),
  )
  const openingCash = money(account.cash)
  const contribution = money(account.contribution)
  const withdrawal = money(account.withdrawal)
  return {
    id: account.id,
    groupId: surroundings.groupId,
    taxpayerId: account.taxpayerId,
    type: account.type,
    taxStatus: account.taxStatus,
    openingCash,
    contribution,
    withdrawal,
    cash: openingCash + contribution - withdrawal,
    reserve: money(account.minimumCash) + sum(reserves.map(({ amount }) => money(amount))),
    marginApproved: account.marginApproved,
    blocks: [...account.blocks].sort(
      (a, b) => compareText(a.code, b.code) || compareText(a.detail, b.detail),
    ),
    step: account.shareDecimals === null ? 1n : stepOf(account.shareDecimals),
    fees: account.fees.map((fee) => ({
      appliesTo: fee.appliesTo,
      valueUpTo: fee.valueUpTo === null ? null : money(fee.valueUpTo),
      perOrder: money(fee.perOrder),
      rate: fraction(fee.rate),
    })),
    averageCost: new Set(account.averageCost),
    reinvested: new Set(account.reinvested),
    positions: readPositions(account, { ...surroundings, excluded }),
    securityOverrides,
    limits: here.filter(isLimit),
    reserves,
  }
}

function readPositions(
  account: Account,
  surroundings: AccountSurroundings & { readonly excluded: ReadonlySet<string> },
): Position[] {
  const bySecurity = Map.groupBy([...account.lots].sort(byId), ({ securityId }) => securityId)
  return [...bySecurity]
    .sort(([a], [b]) => compareText(a, b))
    .map(([securityId, rows]) => {
      const held = rows.map((lot) => readLot(lot, surroundings.asOf))
      const lots = account.averageCost.includes(securityId) ? atAverageCost(held) : held
      const security = demand(surroundings.securities, securityId, 'security')
      const shares = sum(lots.map((lot) => lot.shares))
      return {
        accountId: account.id,
        security,
        shares,
        lots,
        isExcluded: surroundings.excluded.has(securityId),
        value: valueAt(security.price, shares),
      }
    })
}

function readLot(lot: Lot, asOf: string): HeldLot {
  const shares = parseDecimal(lot.shares, SHARE_PLACES)
  const becomesLongTerm = longTermFrom(lot.holdingPeriodStart)
  if (shares <= 0n) throw new Error(`The shares of lot ${lot.id} must be above zero`)
  return {
    id: lot.id,
    shares,
    unitCost: lot.unitCost === null ? null : parseDecimal(lot.unitCost, PRICE_PLACES),
    acquired: lot.acquired,
    term: asOf >= becomesLongTerm ? 'long' : 'short',
    longTermFrom: becomesLongTerm,
  }
}

function groupIdByAccount(snapshot: Snapshot): Map<string, string> {
  const groupIds = new Map<string, string>()
  for (const group of snapshot.groups)
    for (const accountId of group.accountIds) {
      if (groupIds.has(accountId)) throw new Error(`Account ${accountId} is in more than one group`)
      groupIds.set(accountId, group.id)
    }
  return groupIds
}

const isLimit = (override: Override): override is LimitOverride =>
  override.kind === 'cap' || override.kind === 'keep_within'
const isCashReserve = (override: Override): override is CashReserveOverride =>
  override.kind === 'cash_reserve'
const isSecurityOverride = (override: Override): override is SecurityOverride =>
  !isLimit(override) && !isCashReserve(override)

const stepOf = (decimals: number): bigint => 10n ** BigInt(SHARE_PLACES - decimals)
const money = (text: string): bigint => parseDecimal(text, MONEY_PLACES)
const fraction = (text: string): bigint => parseDecimal(text, WEIGHT_PLACES)
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareText(a.id, b.id)

function index<Row extends { readonly id: string }>(rows: readonly Row[], noun: string): Map<string, Row> {
  const rowsById = new Map<string, Row>()
  for (const row of rows.toSorted(byId)) {
    if (rowsById.has(row.id)) throw new Error(`Two rows with the id ${row.id} for a ${noun}`)
    rowsById.set(row.id, row)
  }
  return rowsById
}

function demand<Row>(rows: ReadonlyMap<string, Row>, id: string, noun: string): Row {
  const row = rows.get(id)
  if (row === undefined) throw new Error(`No ${noun} ${id} in the snapshot`)
  return row
}
