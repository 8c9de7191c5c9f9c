import type { FirmTransaction } from '../database/in-firm.ts'
import { ratesOfTaxpayer } from '../engine/facts/taxpayer-rates.ts'
import {
  SNAPSHOT_FORMAT,
  type Model,
  type RebalanceMode,
  type Security,
  type Snapshot,
} from '../engine/snapshot.ts'
import { loadSettings } from './firm-settings.ts'
import { loadHouseholdFacts, type HouseholdFacts } from './household-facts.ts'
import { withLocationDrag } from './location-drag.ts'
import { loadPricedSecurities } from './priced-securities.ts'
import { ratesOnDate } from './rates-on-date.ts'
import { twoPlaces } from './two-places.ts'

/** What to plan: a household as its level says, or one of its accounts by itself. */
export interface SnapshotRequest {
  readonly householdIds: readonly string[]
  readonly mode: RebalanceMode
  readonly asOf: string
  /** Plans this account alone; the household's other accounts are watched for wash sales. */
  readonly accountId?: string | undefined
  /** Every security with its price on that date, where the caller has them already. */
  readonly securities?: ReadonlyMap<string, Security> | undefined
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
  const settings = await loadSettings(transaction, request)
  const securities = request.securities ?? (await loadPricedSecurities(transaction, request.asOf))
  const inForce = new Map<Model, Model>()
  return facts.flatMap((household) => {
    const { model } = household
    if (model === undefined) return []
    const modelInForce = inForce.get(model) ?? withLocationDrag(model, securities)
    inForce.set(model, modelInForce)
    return [snapshotOf(household, modelInForce, settings, securities, request)]
  })
}

function snapshotOf(
  facts: HouseholdFacts,
  modelInForce: Model,
  settings: Snapshot['settings'],
  securities: ReadonlyMap<string, Security>,
  { asOf, accountId }: SnapshotRequest,
): Snapshot {
  const { household, accounts, lots, taxpayers, overrides, recentTrades, blocks, reinvested } = facts
  const { scheduledPurchases, fees } = facts
  const chosen = accountId === undefined ? accounts : accounts.filter((account) => account.id === accountId)
  const together = accountId === undefined && household.rebalance_level === 'household'
  const modelId = modelInForce.id
  // Sentences name a taxpayer by the firm's own number.
  const taxpayersById = new Map(taxpayers.map((row) => [row.id, row]))
  const taxpayerOf = (id: string) => taxpayersById.get(id)!
  const referenceOf = (id: string) => taxpayerOf(id).reference
  const mentioned = new Set([
    ...lots.map((lot) => lot.security_id),
    ...recentTrades.map((trade) => trade.securityId),
    ...scheduledPurchases.map((purchase) => purchase.securityId),
    ...modelInForce.classHoldings.flatMap((set) =>
      set.slots.flatMap((slot) => [slot.securityId, ...slot.alternatives]),
    ),
    ...overrides.flatMap((override) => ('securityId' in override ? [override.securityId] : [])),
  ])
  const lotsOf = Map.groupBy(lots, ({ account_id }) => account_id)
  const fundsHeld = (id: string) =>
    [...new Set((lotsOf.get(id) ?? []).map((lot) => lot.security_id))].filter(
      (securityId) => securities.get(securityId)!.kind === 'fund',
    )
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
      ...ratesOfTaxpayer(ratesOnDate(asOf, row, taxpayerOf)),
      gainsBudget: row.gain_budget && twoPlaces(row.gain_budget),
      taxBudget: row.tax_budget && twoPlaces(row.tax_budget),
      yearToDateShortTermGain: twoPlaces(row.year_to_date_short_gain),
      yearToDateLongTermGain: twoPlaces(row.year_to_date_long_gain),
      lossCarryforward: twoPlaces(row.loss_carryforward),
    })),
    securities: [...mentioned].sort().map((id) => securities.get(id)!),
    models: [modelInForce],
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
      marginApproved: account.margin_approved,
      blocks: blocks.get(account.id) ?? [],
      shareDecimals: null,
      fees: fees.get(account.custodian) ?? [],
      averageCost: account.fund_cost_basis === 'average' ? fundsHeld(account.id) : [],
      reinvested: reinvested.get(account.id) ?? [],
      lots: (lotsOf.get(account.id) ?? []).map((lot) => ({
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
    scheduledPurchases,
  }
}
