import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import { businessDayBefore, businessDaysBefore } from './business-days.ts'
import { factsHashes, type PlannedOn } from './facts-hash.ts'
import { latestPrices } from './price-moves.ts'

/** A proposal to look at again before it is approved. */
export interface Rechecked extends PlannedOn {
  readonly id: string
  readonly factsSha256: string | null
}

/** Why an approval cannot be given now. `isStale`: it never can, the proposal has to be planned anew. */
export interface Moved {
  readonly code: 'POSITIONS_MOVED' | 'PRICES_CORRECTED' | 'STALE_PRICES' | 'PRICE_MOVE'
  readonly message: string
  readonly isStale: boolean
}

export const POSITIONS_MOVED =
  'Positions, cash, overrides or the model of the household have changed since it was planned.'

interface Recheck {
  /** The firm's latest date with positions and prices. */
  readonly asOf: string
  /** Business days that prices may lie before the database's own date; null: it is not looked at. */
  readonly priceDays: number | null
}

/**
 * What moved since proposals were planned, by id, in four statements whatever their number: facts by their hash, prices of what
 * is traded by what is known of them now. Those of which nothing moved are not in the map.
 */
export async function recheckProposals(
  transaction: FirmTransaction,
  proposals: readonly Rechecked[],
  { asOf, priceDays }: Recheck,
): Promise<Map<string, Moved>> {
  const found = new Map<string, Moved>()
  if (proposals.length === 0) return found
  const oldest = businessDayBefore(asOf)
  const prices = await priceChecks(transaction, proposals, { asOf, oldest })
  const today = priceDays === null ? undefined : await dateOfDatabase(transaction)
  const isTooOld = today !== undefined && asOf < businessDaysBefore(today, priceDays!)
  const facts = await currentFacts(transaction, proposals, asOf)
  for (const proposal of proposals) {
    const moved = whatMoved(proposal, prices.get(proposal.id), {
      asOf,
      oldest,
      today: isTooOld ? today : undefined,
      facts: facts.get(`${proposal.householdId} ${proposal.asOf}`),
    })
    if (moved) found.set(proposal.id, moved)
  }
  return found
}

interface Now {
  readonly asOf: string
  readonly oldest: string
  /** Set where all prices are older than the firm lets them be. */
  readonly today: string | undefined
  readonly facts: string | undefined
}

function whatMoved(
  proposal: Rechecked,
  price: PriceCheck | undefined,
  { asOf, oldest, today, facts }: Now,
): Moved | undefined {
  if (proposal.factsSha256 === null || proposal.factsSha256 !== facts)
    return { code: 'POSITIONS_MOVED', message: POSITIONS_MOVED, isStale: true }
  if (proposal.asOf < oldest) {
    const message = `It was planned on prices of ${proposal.asOf}; those of ${asOf} are known, and one business day is the most they may differ.`
    return { code: 'STALE_PRICES', message, isStale: true }
  }
  if (price?.corrected) {
    const message = `The price of ${price.corrected} on ${proposal.asOf} was corrected since it was planned.`
    return { code: 'PRICES_CORRECTED', message, isStale: true }
  }
  if (price?.moved) {
    const message = `The price of ${price.moved} moved so far, with no split to explain it, that it bars the security: correct it, or wait for one that confirms it.`
    return { code: 'PRICE_MOVE', message, isStale: false }
  }
  if (price?.oldestDate && price.oldestDate < oldest) {
    const message = `The latest price of ${price.oldest} is of ${price.oldestDate}: load one of ${asOf}.`
    return { code: 'STALE_PRICES', message, isStale: false }
  }
  if (today !== undefined) {
    const message = `Prices are of ${asOf} and today is ${today}: load those of the last business day.`
    return { code: 'STALE_PRICES', message, isStale: false }
  }
  return undefined
}

interface PriceCheck {
  /** The symbols of what fails; null: nothing. */
  readonly moved: string | null
  readonly corrected: string | null
  readonly oldest: string | null
  readonly oldestDate: string | null
}

interface TradedPrice {
  readonly securityId: string
  readonly plannedOn: string
  readonly price: string
  readonly symbol: string
  readonly priceDate: string
  readonly moved: boolean
  readonly corrected: boolean
}

/** What is wrong with the prices that proposals trade at, by proposal; each security is looked at once. */
async function priceChecks(
  { firmId, kysely }: FirmTransaction,
  proposals: readonly Rechecked[],
  { asOf, oldest }: { readonly asOf: string; readonly oldest: string },
): Promise<Map<string, PriceCheck>> {
  const ids = proposals.map(({ id }) => id)
  const { rows: prices } = await sql<TradedPrice>`
    with traded as materialized (
      select distinct p.as_of, t.security_id, t.price from proposal p
      join proposed_trade t on t.firm_id = ${firmId} and t.proposal_id = p.id
      where p.firm_id = ${firmId} and p.id = any(${ids}::uuid[]) and t.proposal_id = any(${ids}::uuid[])
    ),
    latest as materialized (${latestPrices(firmId, sql`select distinct security_id from traded`, asOf)})
    select t.security_id as "securityId", t.as_of::text as "plannedOn", t.price::text as price, s.symbol,
      m.price_date::text as "priceDate", m.moved, c.close is distinct from t.price as corrected
    from traded t
    join security s on s.firm_id = ${firmId} and s.id = t.security_id
    join latest m on m.security_id = t.security_id
    left join lateral (
      select close from price c where c.firm_id = ${firmId} and c.security_id = t.security_id and c.price_date <= t.as_of
      order by price_date desc, recorded_at desc limit 1
    ) c on true`.execute(kysely)
  const faulty = prices.filter((row) => row.moved || row.corrected || row.priceDate < oldest)
  if (faulty.length === 0) return new Map()
  const plannedOn = new Map(proposals.map(({ id, asOf: date }) => [id, date]))
  const { rows: trades } = await sql<{ id: string; securityId: string; price: string }>`
    select proposal_id as id, security_id as "securityId", price::text as price from proposed_trade
    where firm_id = ${firmId} and proposal_id = any(${ids}::uuid[])
      and security_id = any(${faulty.map(({ securityId }) => securityId)}::uuid[])
    order by proposal_id, ordinal`.execute(kysely)
  const faults = new Map(faulty.map((row) => [`${row.securityId} ${row.plannedOn} ${row.price}`, row]))
  const ofProposals = Map.groupBy(trades, ({ id }) => id)
  return new Map(
    [...ofProposals].map(([id, rows]) => {
      const own = rows.flatMap(
        ({ securityId, price }) => faults.get(`${securityId} ${plannedOn.get(id)!} ${price}`) ?? [],
      )
      const [oldestOf] = own.filter(({ priceDate }) => priceDate < oldest)
      return [
        id,
        {
          moved: own.find(({ moved }) => moved)?.symbol ?? null,
          corrected: own.find(({ corrected }) => corrected)?.symbol ?? null,
          oldest: oldestOf?.symbol ?? null,
          oldestDate: oldestOf?.priceDate ?? null,
        },
      ]
    }),
  )
}

/** The calendar date in the zone of the exchanges, by the database's clock. */
async function dateOfDatabase({ kysely }: FirmTransaction): Promise<string> {
  const { rows } = await sql<{ today: string }>`
    select (clock_timestamp() at time zone 'America/New_York')::date::text as today`.execute(kysely)
  return rows[0]!.today
}

async function currentFacts(
  { firmId, kysely }: FirmTransaction,
  proposals: readonly Rechecked[],
  asOf: string,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ household_id: string; planned_on: string; facts_sha256: string }>`
    select household_id, planned_on::text, facts_sha256 from (${factsHashes(firmId, proposals, asOf)}) f`.execute(
    kysely,
  )
  return new Map(rows.map((row) => [`${row.household_id} ${row.planned_on}`, row.facts_sha256]))
}
