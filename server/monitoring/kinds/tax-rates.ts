import { sql, type RawBuilder } from 'kysely'
import { GAIN_RATES, NET_INVESTMENT_INCOME_TAX, type FilingStatus } from '../../engine/facts/gain-rates.ts'
import { COLLECTIBLE_MOST } from '../../engine/facts/taxpayer-rates.ts'
import type { WatchedFirm } from './found-alerts.ts'

/** One bracket: incomes from `from` below `below` dollars are taxed at `rate` on the next dollar. */
interface Bracket {
  readonly status: FilingStatus
  readonly short: boolean
  readonly from: number
  readonly below: number | null
  readonly rate: string
}

/** The brackets of the year of a date, as rows; none where the year is not tabled. */
function bracketsOn(date: string): Bracket[] {
  const year = GAIN_RATES.find(({ from, through }) => from <= date && date <= through)
  if (!year) return []
  return (['ordinary', 'longTerm'] as const).flatMap((kind) =>
    Object.entries(year[kind]).flatMap(([status, brackets]) =>
      brackets.map(([from, rate], index) => ({
        status: status as FilingStatus,
        short: kind === 'ordinary',
        from,
        below: brackets[index + 1]?.[0] ?? null,
        rate,
      })),
    ),
  )
}

const surtaxedFrom = (date: string) =>
  Object.entries(
    GAIN_RATES.find(({ from, through }) => from <= date && date <= through)?.netInvestmentIncomeFrom ?? {},
  )

/**
 * SQL: the rates on the next dollar of gain of every taxpayer, by whether a gain is long-term and by tax character, as the table
 * `rates` (taxpayer_id, is_long, tax_character, rate): as the file states them or by the brackets of the year, a grantor trust's
 * being its grantor's. The same as `ratesOnDate` and `ratesOfTaxpayer` say; none where neither states them.
 */
export function taxRates({ firmId, asOf, isChosen }: WatchedFirm): RawBuilder<unknown> {
  const brackets = bracketsOn(asOf)
  const surtaxes = surtaxedFrom(asOf)
  return sql`
    bracket as (
      select * from unnest(${brackets.map(({ status }) => status)}::text[], ${brackets.map(({ short }) => short)}::boolean[],
        ${brackets.map(({ from }) => from)}::numeric[], ${brackets.map(({ below }) => below)}::numeric[],
        ${brackets.map(({ rate }) => rate)}::numeric[]) as b (status, short, income_from, income_below, rate)
    ),
    surtax as (
      select * from unnest(${surtaxes.map(([status]) => status)}::text[], ${surtaxes.map(([, from]) => from)}::numeric[]) as s (status, income_from)
    ),
    payer as (
      select t.id as taxpayer_id, p.federal_short_rate, p.federal_long_rate, p.net_investment_income_tax, p.state_rate,
        case when p.federal_short_rate is not null then null when p.kind = 'trust' then 'trust'
          when p.filing_status = 'surviving_spouse' then 'married_joint' else p.filing_status end as status,
        greatest(p.taxable_income, 0) as taxable_income, p.modified_adjusted_gross_income
      from taxpayer t join taxpayer p on p.firm_id = ${firmId} and p.id = coalesce(t.grantor_id, t.id)
      where t.firm_id = ${firmId} and ${isChosen('t.household_id')}
    ),
    parts as (
      select p.taxpayer_id, coalesce(p.federal_short_rate, short.rate) as short, coalesce(p.federal_long_rate, long.rate) as long,
        p.state_rate + coalesce(p.net_investment_income_tax,
          case when p.modified_adjusted_gross_income >= surtax.income_from then ${NET_INVESTMENT_INCOME_TAX}::numeric else 0 end) as beside
      from payer p
      left join bracket short on short.short and short.status = p.status
        and p.taxable_income >= short.income_from and p.taxable_income < coalesce(short.income_below, 'infinity')
      left join bracket long on not long.short and long.status = p.status
        and p.taxable_income >= long.income_from and p.taxable_income < coalesce(long.income_below, 'infinity')
      left join surtax on surtax.status = p.status
    ),
    rates as (
      select p.taxpayer_id, of.is_long, of.tax_character, of.rate + p.beside as rate
      from parts p cross join lateral (
        values (false, 'any', p.short), (true, 'any', p.long), (false, 'collectible', p.short),
          (true, 'collectible', least(p.short, ${COLLECTIBLE_MOST.toString()}::numeric / 1000000)),
          (false, 'commodity_pool', trunc((6 * p.long + 4 * p.short) / 10, 6)), (true, 'commodity_pool', trunc((6 * p.long + 4 * p.short) / 10, 6))
      ) of (is_long, tax_character, rate)
    )`
}
