import { compareText } from '../engine/facts/fixed-point.ts'
import type { Account, Group, Model, Override, RecentTrade, Snapshot } from '../engine/snapshot.ts'
import { SNAPSHOT_FORMAT } from '../engine/snapshot.ts'
import type { CaseAccountType } from './household-case-account-types.ts'
import { CASE_ACCOUNT_TYPES } from './household-case-account-types.ts'
import { readCaseModels } from './household-case-models.ts'
import { checkReferences } from './household-case-references.ts'
import type { CaseProblem } from './json-case.ts'
import { JsonPlace } from './json-case.ts'

/** A case of the format `hh/1`, read whole or not at all. */
export type HouseholdCaseReading =
  | { readonly kind: 'read'; readonly snapshot: Snapshot }
  | { readonly kind: 'refused'; readonly problems: readonly CaseProblem[] }

/** The one return that all gains of a case land on. */
const HOUSEHOLD_TAXPAYER = 'household'

const RESTRICTION_KINDS = { hold: 'hold', doNotSell: 'do_not_sell', doNotBuy: 'do_not_buy' } as const

const MONEY = { places: 2 } as const
const POSITIVE_MONEY = { places: 2, least: 'zero' } as const
const FRACTION = { places: 6, least: 'zero', most: 'one' } as const
const SHARES = { places: 8, least: 'aboveZero' } as const
const PRICE = { places: 6, least: 'aboveZero' } as const
const UNIT_COST = { places: 6, least: 'zero' } as const

/**
 * Reads a household case (`hh/1`) into a snapshot that is solved as it stands: no trigger, no cushion, no firm policy. Strict:
 * every value out of place is a problem with its path, and one problem refuses the case.
 */
export function readHouseholdCase(text: string): HouseholdCaseReading {
  const problems: CaseProblem[] = []
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return { kind: 'refused', problems: [{ path: '$', found, expected: 'a JSON document' }] }
  }
  const top = new JsonPlace(json, problems)
  const snapshot = readCase(top)
  if (problems.length === 0) checkReferences(top, snapshot)
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'read', snapshot }
}

function readCase(top: JsonPlace): Snapshot {
  top.keys(
    ...['format', 'id', 'asOf', 'tax', 'settings', 'securities', 'models', 'groups', 'accounts'],
    ...['recentTrades', 'expected'],
  )
  top.at('format').oneOf(['hh/1'])
  const asOf = top.at('asOf').date()
  const tax = top
    .at('tax')
    .keys('shortRate', 'longRate', 'lossCredit', 'gainBudget', 'ytdNetGain', 'avoidShortTermGains')
  const budget = tax.at('gainBudget')
  const models = readCaseModels(top.at('models'))
  return {
    format: SNAPSHOT_FORMAT,
    asOf,
    householdId: top.at('id').isAbsent ? 'case' : top.at('id').text(),
    settings: readSettings(top.at('settings'), tax),
    taxpayers: [
      {
        id: HOUSEHOLD_TAXPAYER,
        kind: 'person',
        spouseId: null,
        grantorId: null,
        shortTermRate: tax.at('shortRate').decimal(FRACTION),
        longTermRate: tax.at('longRate').decimal(FRACTION),
        ratesByCharacter: [],
        gainsBudget: budget.isAbsent ? null : budget.decimal(MONEY),
        taxBudget: null,
        yearToDateShortTermGain: '0',
        // The format tells the net alone, and only the net counts for the budget.
        yearToDateLongTermGain: tax.at('ytdNetGain').decimal(MONEY, '0'),
        lossCarryforward: '0',
      },
    ],
    securities: top
      .at('securities')
      .list()
      .map((place) => readSecurity(place, models)),
    models,
    groups: top.at('groups').list().map(readGroup),
    accounts: top.at('accounts').list().map(readAccount),
    overrides: top
      .at('accounts')
      .list()
      .flatMap((account) => readRestrictions(account, asOf)),
    recentTrades: top.at('recentTrades').optionalList().map(readRecentTrade),
    scheduledPurchases: [],
  }
}

function readSettings(place: JsonPlace, tax: JsonPlace): Snapshot['settings'] {
  place.keys(
    ...['mode', 'shares', 'shareDecimals', 'minTrade', 'locationYears', 'deviationPrice', 'washWindowDays'],
  )
  const isWhole = place.at('shares').oneOf(['whole', 'fractional']) === 'whole'
  return {
    scope: { kind: 'all' },
    preference: 'bestFit',
    mode: place.at('mode').oneOf(['band', 'target', 'midpoint']),
    trigger: 'asked',
    lotRelief: 'MIN_TAX',
    shareDecimals: isWhole ? 0 : place.at('shareDecimals').integer({ least: 0, most: 8 }),
    minimumTrade: place.at('minTrade').decimal(POSITIVE_MONEY, '0'),
    minimumTradeFraction: '0',
    sellAllBelow: '0',
    minimumImprovement: '0',
    cashCushion: '0',
    washSaleDays: place.at('washWindowDays').integer({ least: 0, most: 366, ifAbsent: 30 }),
    washSaleWatch: 'household',
    washedLotsForCash: false,
    avoidShortTermGains: tax.at('avoidShortTermGains').boolean(false),
    longTermWaitDays: 0,
    lossCredit: tax.at('lossCredit').decimal(FRACTION, '0'),
    harvestThreshold: '0',
    switchBackPrice: '0',
    legacyGains: 'free',
    unpricedHoldings: 'leaveAlone',
    locationYears: place.at('locationYears').decimal({ places: 6, least: 'zero' }, '0'),
    deviationPrice: place.at('deviationPrice').decimal({ places: 6, least: 'zero' }, '0'),
    budgetShare: '1',
    turnoverBudget: null,
  }
}

function readSecurity(place: JsonPlace, models: readonly Model[]): Snapshot['securities'][number] {
  place.keys('id', 'class', 'price', 'identicalGroup', 'halfSpreadBps')
  const id = place.at('id').text()
  return {
    id,
    symbol: id,
    name: id,
    assetClassId: place.at('class').isAbsent ? classNaming(id, models) : place.at('class').text(),
    price: place.at('price').decimalOrNull(PRICE),
    priceDate: null,
    identicalGroupId: place.at('identicalGroup').isAbsent ? null : place.at('identicalGroup').text(),
    halfSpreadBps: place.at('halfSpreadBps').decimal({ places: 4, least: 'zero' }, '0'),
    taxCharacter: 'equity',
    kind: 'etf',
    shareDecimals: null,
    roundLot: null,
    minimumPurchase: null,
    redemptionFee: null,
  }
}

/** The class that a slot names a security for; what states no class of its own counts there. */
function classNaming(securityId: string, models: readonly Model[]): string | null {
  const sets = models.flatMap(({ classHoldings }) => classHoldings)
  const naming = sets.find(({ slots }) =>
    slots.some((slot) => slot.securityId === securityId || slot.equivalents.includes(securityId)),
  )
  return naming?.nodeId ?? null
}

function readGroup(place: JsonPlace): Group {
  place.keys('id', 'model', 'accounts')
  return {
    id: place.at('id').text(),
    modelId: place.at('model').text(),
    accountIds: place
      .at('accounts')
      .list()
      .map((account) => account.text()),
    ranges: [],
  }
}

function readAccount(place: JsonPlace): Account {
  place.keys('id', 'type', 'cash', 'reserve', 'contribution', 'withdrawal', 'restrictions', 'lots')
  const type = place.at('type').oneOf(Object.keys(CASE_ACCOUNT_TYPES) as CaseAccountType[])
  const id = place.at('id').text()
  return {
    id,
    name: id,
    taxpayerId: HOUSEHOLD_TAXPAYER,
    type,
    taxStatus: CASE_ACCOUNT_TYPES[type],
    cash: place.at('cash').decimal(MONEY),
    minimumCash: place.at('reserve').decimal(POSITIVE_MONEY, '0'),
    contribution: place.at('contribution').decimal(POSITIVE_MONEY, '0'),
    withdrawal: place.at('withdrawal').decimal(POSITIVE_MONEY, '0'),
    marginApproved: false,
    blocks: [],
    shareDecimals: null,
    fees: [],
    averageCost: [],
    reinvested: [],
    lots: place.at('lots').list().map(readLot),
  }
}

function readLot(place: JsonPlace): Account['lots'][number] {
  place.keys('id', 'security', 'qty', 'costPerShare', 'acquired')
  const acquired = place.at('acquired').date()
  return {
    id: place.at('id').text(),
    securityId: place.at('security').text(),
    shares: place.at('qty').decimal(SHARES),
    unitCost: place.at('costPerShare').decimalOrNull(UNIT_COST),
    acquired,
    holdingPeriodStart: acquired,
  }
}

function readRestrictions(account: JsonPlace, asOf: string): Override[] {
  return account
    .at('restrictions')
    .optionalList()
    .map((place): Override => {
      place.keys('security', 'kind')
      const kind = place
        .at('kind')
        .oneOf(Object.keys(RESTRICTION_KINDS) as (keyof typeof RESTRICTION_KINDS)[])
      const accountId = account.at('id').text()
      const securityId = place.at('security').text()
      return {
        id: JSON.stringify([accountId, securityId, kind]),
        accountId,
        securityId,
        kind: RESTRICTION_KINDS[kind],
        reason: 'a restriction of the case',
        starts: asOf,
        expires: null,
      }
    })
    .sort((a, b) => compareText(a.id, b.id))
}

function readRecentTrade(place: JsonPlace): RecentTrade {
  place.keys('account', 'security', 'side', 'date', 'qty', 'loss', 'lot')
  const side = place.at('side').oneOf(['sell', 'buy'])
  const loss = place.at('loss')
  // A sale without a stated loss made none; the loss is told as a positive amount.
  const lossAmount = loss.isAbsent ? '0' : loss.decimal(MONEY)
  return {
    accountId: place.at('account').text(),
    securityId: place.at('security').text(),
    side,
    tradeDate: place.at('date').date(),
    // No rule needs how many, so a case may leave it out.
    shares: place.at('qty').decimal({ places: 8, least: 'zero' }, '0'),
    realizedGain: side === 'buy' ? null : negated(lossAmount),
    lotId: side === 'buy' && !place.at('lot').isAbsent ? place.at('lot').text() : null,
  }
}

function negated(decimal: string): string {
  if (/^-?[0.]*$/.test(decimal)) return '0'
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`
}
