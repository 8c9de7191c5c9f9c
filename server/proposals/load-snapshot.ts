import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { ratesOfTaxpayer } from '../engine/facts/taxpayer-rates.ts'
import { SNAPSHOT_FORMAT, type RebalanceMode, type Security, type Snapshot } from '../engine/snapshot.ts'
import { loadHouseholdFacts, type HouseholdFacts } from './household-facts.ts'

/** What to plan: a household as its level says, or one of its accounts by itself. */
export interface SnapshotRequest {
  readonly householdIds: readonly string[]
  readonly mode: RebalanceMode
  readonly asOf: string
  /** Plans this account alone; the household's other accounts are watched for wash sales. */
  readonly accountId?: string | undefined
}

/**
 * Everything the engine may know about households as of a date, in a fixed number of statements whatever their number. A
 * household without a model is left out: nothing is planned that is not mapped.
 */
export async function loadSnapshots(
  transaction: FirmTransaction,
  request: SnapshotRequest,
): Promise<Snapshot[]> {
  const facts = await loadHouseholdFacts(transaction, request.householdIds, request.asOf)
  const settings = await loadSettings(transaction, request.mode)
  const securities = await loadPricedSecurities(transaction, request.asOf)
  return facts
    .filter((household) => household.model !== undefined)
    .map((household) => snapshotOf(household, settings, securities, request))
}

async function loadSettings(
  { firmId, kysely }: FirmTransaction,
  mode: RebalanceMode,
): Promise<Snapshot['settings']> {
  const firm = await kysely
    .selectFrom('firm')
    .select(['minimum_trade', 'cash_cushion', 'avoid_short_term_gains'])
    .where('firm_id', '=', firmId)
    .executeTakeFirstOrThrow()
  return {
    mode,
    scope: { kind: 'all' },
    preference: 'bestFit',
    // A person who asks for the target gets it; band and midpoint do nothing unless something is due.
    trigger: mode === 'target' ? 'asked' : 'whenDue',
    lotRelief: 'HIFO',
    shareDecimals: 0,
    minimumTrade: twoPlaces(firm.minimum_trade),
    minimumTradeFraction: '0',
    sellAllBelow: '0',
    minimumImprovement: '0',
    cashCushion: firm.cash_cushion,
    washSaleDays: 30,
    washSaleWatch: 'related',
    washedLotsForCash: true,
    avoidShortTermGains: firm.avoid_short_term_gains,
    longTermWaitDays: 0,
    lossCredit: '0',
    harvestThreshold: '0',
    switchBackPrice: '0',
    legacyGains: 'withinBudget',
    unpricedHoldings: 'blockAccount',
    locationYears: '0',
    deviationPrice: '0',
    budgetShare: '1',
    turnoverBudget: null,
  }
}

async function loadPricedSecurities(
  { firmId, kysely }: FirmTransaction,
  asOf: string,
): Promise<ReadonlyMap<string, Security>> {
  const { rows } = await sql<{
    id: string
    symbol: string
    name: string
    asset_class_id: string | null
    tax_character: Security['taxCharacter']
    identical_group: string
    close: string | null
    price_date: string | null
  }>`
    select s.id, s.symbol, s.name, s.asset_class_id, s.tax_character, s.identical_group, p.close::text, p.price_date::text
    from security s
    left join lateral (
      select close, price_date from price p
      where p.firm_id = s.firm_id and p.security_id = s.id and p.price_date <= ${asOf}
      order by price_date desc, recorded_at desc limit 1
    ) p on true
    where s.firm_id = ${firmId}`.execute(kysely)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        symbol: row.symbol,
        name: row.name,
        assetClassId: row.asset_class_id,
        price: row.close,
        priceDate: row.price_date,
        identicalGroupId: row.identical_group,
        halfSpreadBps: '0',
        taxCharacter: row.tax_character,
        kind: 'etf',
        shareDecimals: null,
        roundLot: null,
        minimumPurchase: null,
        redemptionFee: null,
      },
    ]),
  )
}

/** Money stands with four places at rest and two in the engine; the two beyond are always zero. */
const twoPlaces = (money: string) => money.replace(/(\.\d\d)00$/, '$1')

function snapshotOf(
  facts: HouseholdFacts,
  settings: Snapshot['settings'],
  securities: ReadonlyMap<string, Security>,
  { asOf, accountId }: SnapshotRequest,
): Snapshot {
  const { household, model, accounts, lots, taxpayers, overrides, recentTrades, blocks } = facts
  const chosen = accountId === undefined ? accounts : accounts.filter((account) => account.id === accountId)
  const together = accountId === undefined && household.rebalance_level === 'household'
  const modelId = model!.id
  // Sentences name a taxpayer by the firm's own number.
  const references = new Map(taxpayers.map((row) => [row.id, row.reference]))
  const referenceOf = (id: string) => references.get(id)!
  const mentioned = new Set([
    ...lots.map((lot) => lot.security_id),
    ...recentTrades.map((trade) => trade.securityId),
    ...model!.classHoldings.flatMap((set) =>
      set.slots.flatMap((slot) => [slot.securityId, ...slot.alternatives]),
    ),
    ...overrides.flatMap((override) => ('securityId' in override ? [override.securityId] : [])),
  ])
  return {
    format: SNAPSHOT_FORMAT,
    asOf,
    householdId: household.id,
    settings,
    taxpayers: taxpayers.map((row) => ({
      id: row.reference,
      kind: row.kind,
      spouseId: row.spouse_id && referenceOf(row.spouse_id),
      grantorId: row.grantor_id && referenceOf(row.grantor_id),
      ...ratesOfTaxpayer({
        federalShortRate: row.federal_short_rate,
        federalLongRate: row.federal_long_rate,
        netInvestmentIncomeTax: row.net_investment_income_tax,
        stateRate: row.state_rate,
      }),
      gainsBudget: row.gain_budget && twoPlaces(row.gain_budget),
      taxBudget: null,
      yearToDateShortTermGain: twoPlaces(row.year_to_date_short_gain),
      yearToDateLongTermGain: twoPlaces(row.year_to_date_long_gain),
      lossCarryforward: twoPlaces(row.loss_carryforward),
    })),
    securities: [...mentioned].sort().map((id) => securities.get(id)!),
    models: [model!],
    groups: together
      ? [{ id: household.id, modelId, accountIds: chosen.map((account) => account.id), ranges: [] }]
      : chosen.map((account) => ({ id: account.id, modelId, accountIds: [account.id], ranges: [] })),
    accounts: accounts.map((account) => ({
      id: account.id,
      name: account.account_number,
      taxpayerId: referenceOf(account.taxpayer_id),
      type: account.registration,
      taxStatus: account.tax_status,
      cash: twoPlaces(account.cash),
      minimumCash: twoPlaces(account.minimum_cash),
      contribution: '0.00',
      withdrawal: '0.00',
      marginApproved: false,
      blocks: blocks.get(account.id) ?? [],
      shareDecimals: null,
      fees: [],
      averageCost: [],
      reinvested: [],
      lots: lots
        .filter((lot) => lot.account_id === account.id)
        .map((lot) => ({
          id: lot.id,
          securityId: lot.security_id,
          shares: lot.shares,
          unitCost: lot.unit_cost,
          acquired: lot.acquired,
          holdingPeriodStart: lot.holding_period_start,
        })),
    })),
    overrides,
    recentTrades,
    scheduledPurchases: [],
  }
}
