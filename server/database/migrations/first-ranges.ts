/** [table, column, least value, greatest value; null: none]; what lies outside would make no sense to the engine. */
const RANGES = [
  ['firm', 'minimum_trade', 0, null],
  ['firm', 'cash_cushion', 0, 1],
  ['firm', 'loss_credit', 0, 1],
  ['firm', 'harvest_threshold', 0, null],
  ['firm', 'deviation_price', 0, 1],
  ['firm', 'location_years', 0, 100],
  ['firm', 'long_term_wait_days', 0, 366],
  ['firm', 'minimum_trade_fraction', 0, 1],
  ['firm', 'sell_all_below', 0, null],
  ['firm', 'minimum_improvement', 0, 1],
  ['firm', 'switch_back_price', 0, 1],
  ['security', 'half_spread_bps', 0, 1000],
  ['security', 'round_lot', 0, null],
  ['security', 'minimum_purchase', 0, null],
  ['security', 'redemption_fee', 0, 1],
  ['security', 'redemption_fee_days', 0, 3650],
  ['taxpayer', 'tax_budget', 0, null],
  ['taxpayer', 'taxable_income', 0, null],
  ['custodian_fee', 'value_up_to', 0, null],
  ['custodian_fee', 'per_order', 0, null],
  ['custodian_fee', 'rate', 0, 1],
] as const

const range = ([table, column, least, most]: (typeof RANGES)[number]) =>
  `alter table ${table} add constraint ${table}_${column}_range
     check (${column} >= ${least}${most === null ? '' : ` and ${column} <= ${most}`});`

/** Rates are stated all or none; a taxpayer without them has an income to find them by, or a grantor. */
const RATES_OR_INCOME = `
  alter table taxpayer add constraint taxpayer_rates_or_income_range check (
    case num_nonnulls(federal_short_rate, federal_long_rate, net_investment_income_tax)
      when 3 then true
      when 0 then kind = 'grantor_trust'
        or num_nonnulls(taxable_income, modified_adjusted_gross_income) = 2 and (kind = 'trust' or filing_status is not null)
      else false
    end);
`

/** What numbers may be, beyond their types. */
export const FIRST_RANGES = `
  ${RANGES.map(range).join('\n  ')}
  ${RATES_OR_INCOME}
`
