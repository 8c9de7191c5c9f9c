import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type {
  AccountBlock,
  LimitOverride,
  Model,
  OrderFee,
  Override,
  RecentTrade,
  ScheduledPurchase,
} from '../engine/snapshot.ts'
import { positionDifferences, type PositionDifference } from '../households/reconciliation.ts'
import { WASH_SALE_DAYS } from './firm-settings.ts'
import { loadModelsInForce } from './models-in-force.ts'

/** What the database knows of one household as of a date, in the engine's words where it has them. */
export interface HouseholdFacts {
  readonly household: HouseholdRow
  /** None: no model is assigned. */
  readonly model: Model | undefined
  readonly accounts: readonly AccountRow[]
  readonly lots: readonly LotRow[]
  readonly taxpayers: readonly TaxpayerRow[]
  readonly overrides: readonly Override[]
  /** Purchases and sales that the wash-sale window may reach. */
  readonly recentTrades: readonly RecentTrade[]
  /** Purchases ahead that are arranged already, as far as the wash-sale window reaches. */
  readonly scheduledPurchases: readonly ScheduledPurchase[]
  /** By custodian: what it charges for an order. */
  readonly fees: ReadonlyMap<string, readonly OrderFee[]>
  /** By account: why nothing may be traded in it. */
  readonly blocks: ReadonlyMap<string, readonly AccountBlock[]>
  /** By account: securities held there whose dividends were reinvested lately. */
  readonly reinvested: ReadonlyMap<string, readonly string[]>
}

type HouseholdRow = Awaited<ReturnType<typeof householdRows>>[number]
type AccountRow = Awaited<ReturnType<typeof accountRows>>[number]
type TaxpayerRow = Awaited<ReturnType<typeof taxpayerRows>>[number]
type LotRow = Awaited<ReturnType<typeof lotRows>>[number]

const householdRows = ({ firmId, kysely }: FirmTransaction, ids: readonly string[]) =>
  kysely
    .selectFrom('household')
    .select(['id', 'rebalance_level'])
    .where('firm_id', '=', firmId)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute()

const accountRows = ({ firmId, kysely }: FirmTransaction, ids: readonly string[]) =>
  kysely
    .selectFrom('account')
    .select([
      'id',
      'household_id',
      'account_number',
      'taxpayer_id',
      'registration',
      'tax_status',
      'custodian',
      'cash',
      'minimum_cash',
      'management',
      'margin_approved',
      'fund_cost_basis',
    ])
    .where('firm_id', '=', firmId)
    .where('household_id', 'in', [...ids])
    .orderBy('id')
    .execute()

const taxpayerRows = ({ firmId, kysely }: FirmTransaction, ids: readonly string[]) =>
  kysely
    .selectFrom('taxpayer')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where('household_id', 'in', [...ids])
    .orderBy('id')
    .execute()

/** What a share cost by the stated basis, where that is more than a cent's rounding away from the stated unit cost: custodians round those to cents. */
const unitCostByBasis = sql<string | null>`case
  when abs(cost_basis - shares * unit_cost) > 0.01 then round(cost_basis / shares, 6) else unit_cost end`

/** By account, so that an index finds them whatever the planner knows of the tables. */
const lotRows = ({ firmId, kysely }: FirmTransaction, accountIds: readonly string[]) =>
  kysely
    .selectFrom('tax_lot')
    .select(['account_id', 'id', 'security_id', 'acquired', 'holding_period_start', 'shares'])
    .select(unitCostByBasis.as('unit_cost'))
    .where('firm_id', '=', firmId)
    .where('account_id', '=', sql<string>`any(${[...accountIds]}::uuid[])`)
    .where('shares', '<>', '0')
    .orderBy('id')
    .execute()

/** Overrides in force on the date: of the households, their accounts, and firm-wide ones. */
async function overrideRows(
  { firmId, kysely }: FirmTransaction,
  { ids, accountIds }: { readonly ids: readonly string[]; readonly accountIds: readonly string[] },
  asOf: string,
) {
  const { rows } = await sql<{
    id: string
    household_id: string | null
    account_id: string | null
    kind: Override['kind']
    security_id: string | null
    value: string | null
    upper_value: string | null
    unit: LimitOverride['unit'] | null
    reason: string
    starts: string
    expires: string | null
  }>`
    select latest.id, coalesce(latest.household_id, a.household_id) as household_id, latest.account_id, latest.kind,
      latest.security_id, latest.value::text, latest.upper_value::text, latest.unit, latest.reason, latest.starts::text, latest.expires::text
    from (
      select distinct on (id) * from override
      -- Found by index; the latest row of an id says whose it is now.
      where firm_id = ${firmId} and id in (
        select id from override where firm_id = ${firmId} and household_id = any(${[...ids]}::uuid[])
        union all select id from override where firm_id = ${firmId} and account_id = any(${[...accountIds]}::uuid[])
        union all select id from override where firm_id = ${firmId} and household_id is null and account_id is null
      )
      order by id, recorded_at desc
    ) latest
    left join account a on a.firm_id = ${firmId} and a.id = latest.account_id
    where latest.starts <= ${asOf} and coalesce(latest.expires, 'infinity') >= ${asOf}
      and (latest.household_id is null or latest.household_id = any(${[...ids]}::uuid[]))
      and (a.household_id is null or a.household_id = any(${[...ids]}::uuid[]))
    order by latest.id`.execute(kysely)
  return rows
}

/** Purchases and sales of the 61 days up to the date, reinvested dividends among them, with the lot that a purchase became. */
async function recentTradeRows({ firmId, kysely }: FirmTransaction, ids: readonly string[], asOf: string) {
  const { rows } = await sql<{ household_id: string } & RecentTrade>`
    select a.household_id, t.account_id as "accountId", t.security_id as "securityId", t.side, t.trade_date::text as "tradeDate",
      t.shares::text as shares,
      -- A custodian's list of transactions has no basis: the gain of a sale is unknown, and taken for a loss.
      null as "realizedGain",
      (select l.id from tax_lot l where l.firm_id = t.firm_id and l.account_id = t.account_id and l.security_id = t.security_id
        and l.acquired = t.trade_date and t.side = 'buy' order by l.id limit 1) as "lotId"
    from account_transaction t join account a on a.firm_id = t.firm_id and a.id = t.account_id
    where t.firm_id = ${firmId} and a.household_id = any(${[...ids]}::uuid[]) and t.side in ('buy', 'sell')
      and t.security_id is not null and t.shares > 0 and t.trade_date <= ${asOf} and t.trade_date >= ${asOf}::date - 61
    order by t.id`.execute(kysely)
  return rows
}

/**
 * Securities held whose dividends were reinvested in the last 400 days: a fund that pays once a year, and late, is among them.
 * Where that goes on, the next payment is a purchase that nobody places.
 */
async function reinvestedRows(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
  asOf: string,
) {
  const { rows } = await sql<{ account_id: string; security_id: string }>`
    select distinct t.account_id, t.security_id from account_transaction t
    where t.firm_id = ${firmId} and t.account_id = any(${[...accountIds]}::uuid[]) and t.reinvested and t.security_id is not null
      and t.trade_date <= ${asOf} and t.trade_date >= ${asOf}::date - 400
      and exists (select 1 from tax_lot l where l.firm_id = t.firm_id and l.account_id = t.account_id
        and l.security_id = t.security_id and l.shares <> 0)
    order by t.account_id, t.security_id`.execute(kysely)
  return rows
}

/** Purchases arranged for the day itself or ahead, within the wash-sale window; what lies behind is a transaction by now, or never was. */
async function scheduledRows(
  { firmId, kysely }: FirmTransaction,
  accountIds: readonly string[],
  asOf: string,
) {
  const { rows } = await sql<ScheduledPurchase>`
    select account_id as "accountId", security_id as "securityId", trade_date::text as date from scheduled_purchase
    where firm_id = ${firmId} and account_id = any(${[...accountIds]}::uuid[])
      and trade_date between ${asOf} and ${asOf}::date + ${WASH_SALE_DAYS}::int
    order by account_id, trade_date, security_id`.execute(kysely)
  return rows
}

/** What custodians charge for orders, each list in its order. */
async function feeRows({ firmId, kysely }: FirmTransaction, custodians: readonly string[]) {
  const { rows } = await sql<OrderFee & { custodian: string }>`
    select custodian, applies_to as "appliesTo", round(value_up_to, 2)::text as "valueUpTo",
      round(per_order, 2)::text as "perOrder", rate::text as rate
    from custodian_fee where firm_id = ${firmId} and custodian = any(${[...custodians]}::text[])
    order by custodian, ordinal`.execute(kysely)
  return rows
}

/** Why nothing is traded in an account that lies elsewhere. */
const HELD_AWAY: AccountBlock = {
  code: 'heldAway',
  detail: 'It is held away: it counts, but the firm cannot trade it.',
}

/** Why nothing is traded in an account whose lots and positions disagree: every security that does. */
const unreconciled = (differences: readonly PositionDifference[]): AccountBlock => ({
  code: 'lotsDisagreeWithPositions',
  detail: `${differences.map(differenceTold).join('; ')}.`,
})

const differenceTold = ({ symbol, sharesByLots, sharesByPosition }: PositionDifference) =>
  `its lots of ${symbol} add up to ${sharesByLots} shares, the custodian says ${sharesByPosition}`

function engineOverride(row: Awaited<ReturnType<typeof overrideRows>>[number]): Override {
  const terms = {
    id: row.id,
    accountId: row.account_id,
    reason: row.reason,
    starts: row.starts,
    expires: row.expires,
  }
  switch (row.kind) {
    case 'cash_reserve':
      return { ...terms, kind: row.kind, amount: row.value! }
    case 'cap':
      return {
        ...terms,
        kind: row.kind,
        securityId: row.security_id!,
        unit: row.unit ?? 'fraction',
        low: null,
        high: row.value,
      }
    case 'keep_within':
      return {
        ...terms,
        kind: row.kind,
        securityId: row.security_id!,
        unit: row.unit ?? 'fraction',
        low: row.value,
        high: row.upper_value,
      }
    case 'hold':
    case 'do_not_sell':
    case 'do_not_buy':
    case 'exclude':
    case 'restricted':
    case 'sell':
      return { ...terms, kind: row.kind, securityId: row.security_id! }
  }
}

/** Everything about households that the engine may need, in a fixed number of statements. */
export async function loadHouseholdFacts(
  transaction: FirmTransaction,
  ids: readonly string[],
  asOf: string,
): Promise<HouseholdFacts[]> {
  const households = await householdRows(transaction, ids)
  const models = await loadModelsInForce(transaction, ids, asOf)
  const accounts = Map.groupBy(await accountRows(transaction, ids), (row) => row.household_id)
  const taxpayers = Map.groupBy(await taxpayerRows(transaction, ids), (row) => row.household_id)
  const recentTrades = Map.groupBy(
    await recentTradeRows(transaction, ids, asOf),
    ({ household_id }) => household_id,
  )
  const accountIds = [...accounts.values()].flat().map(({ id }) => id)
  const overrides = await overrideRows(transaction, { ids, accountIds }, asOf)
  const householdOf = new Map([...accounts.values()].flat().map((row) => [row.id, row.household_id]))
  const lots = Map.groupBy(await lotRows(transaction, accountIds), (row) => householdOf.get(row.account_id)!)
  const differences = await positionDifferences(transaction, accountIds)
  const differing = Map.groupBy(differences, ({ accountId }) => accountId)
  const blocks = new Map(
    [...accounts.values()]
      .flat()
      .map(({ id, management }) => [
        id,
        [
          ...(management === 'held_away' ? [HELD_AWAY] : []),
          ...(differing.has(id) ? [unreconciled(differing.get(id)!)] : []),
        ],
      ]),
  )
  const reinvestments = Map.groupBy(
    await reinvestedRows(transaction, accountIds, asOf),
    ({ account_id }) => account_id,
  )
  const reinvested = new Map(
    [...reinvestments].map(([id, rows]) => [id, rows.map(({ security_id }) => security_id)]),
  )
  const scheduled = Map.groupBy(await scheduledRows(transaction, accountIds, asOf), ({ accountId }) =>
    householdOf.get(accountId)!,
  )
  const custodians = new Set([...accounts.values()].flat().map(({ custodian }) => custodian))
  const feesOf = Map.groupBy(await feeRows(transaction, [...custodians]), ({ custodian }) => custodian)
  const fees = new Map(
    [...feesOf].map(([name, rows]) => [name, rows.map(({ custodian: _custodian, ...fee }) => fee)]),
  )
  return households.map((household) => ({
    household,
    model: models.get(household.id),
    accounts: accounts.get(household.id) ?? [],
    taxpayers: taxpayers.get(household.id) ?? [],
    lots: lots.get(household.id) ?? [],
    overrides: overrides
      .filter((row) => row.household_id === null || row.household_id === household.id)
      .map(engineOverride),
    recentTrades: (recentTrades.get(household.id) ?? []).map(
      ({ household_id: _household, ...trade }) => trade,
    ),
    scheduledPurchases: scheduled.get(household.id) ?? [],
    fees,
    blocks,
    reinvested,
  }))
}
