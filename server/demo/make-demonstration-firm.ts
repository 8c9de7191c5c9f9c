/**
 * Writes the demonstration firm's files anew, the same on every run:
 * `node server/demo/make-demonstration-firm.ts PRICES`, where PRICES is a file of real closes
 * (date,symbol,close,adjusted_close,volume) that has every trading day from 2015 on.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvText } from './generator/csv-lines.ts'
import {
  accountRows,
  householdRows,
  numberAccounts,
  taxpayerRows,
  type NumberedAccount,
} from './generator/firm-rows.ts'
import { CLASS_SECURITIES, INVENTED_STOCK, SECURITIES } from './generator/funds.ts'
import { SCHWAB_HEADER, plainRows, schwabRows } from './generator/lot-files.ts'
import { MODELS } from './generator/models.ts'
import { OVERRIDES, type DemoOverride } from './generator/overrides.ts'
import {
  readPriceHistory,
  shippedDays,
  withInventedStock,
  type PriceHistory,
} from './generator/price-history.ts'
import { seededRandom } from './generator/seeded-random.ts'

const SEED = 20_250_926
const AUTHOR = 'Demonstration firm'

/** A quoted spread of one cent, the least there is, costs half of it on either side. */
const HALF_A_CENT = 0.005

const pricePath = process.argv[2]
if (!pricePath) throw new Error('Name the file of prices: node server/demo/make-demonstration-firm.ts PRICES')

const random = seededRandom(SEED)
const history = withInventedStock(readPriceHistory(pricePath), {
  symbol: INVENTED_STOCK,
  firstClose: 24,
  random: seededRandom(SEED + 1),
})
const accounts = numberAccounts(history, random)
const folder = join(import.meta.dirname, 'firm')
mkdirSync(folder, { recursive: true })

write(
  'securities.csv',
  'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character,price,price_date,half_spread_bps',
  securityRows(history),
)
write('prices.csv', 'date,symbol,close,adjusted_close,volume', priceRows(history))
write('models.csv', 'model,asset_class,parent_class,target_percent,min_percent,max_percent', modelRows())
write(
  'model-securities.csv',
  'asset_class,tax_status,symbol,weight_in_class,alternatives',
  modelSecurityRows(),
)
write(
  'households.csv',
  'household_id,name,model,rebalance_level,objective,time_horizon_years,risk_tolerance,income_need_percent,profiled_on,advisor',
  householdRows(random),
)
write(
  'taxpayers.csv',
  'taxpayer_id,household_id,kind,spouse_id,grantor_id,filing_status,federal_short_rate,federal_long_rate,' +
    'net_investment_income_tax,state_rate,gain_budget,year_to_date_short_gain,year_to_date_long_gain,loss_carryforward',
  taxpayerRows(random),
)
write(
  'accounts.csv',
  'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash,cash_only',
  accountRows(accounts),
)
write(
  'overrides.csv',
  'account_number,household_id,kind,symbol,value,upper_value,reason,author,starts,expires,review_on',
  OVERRIDES.map((override) => overrideRow(override, accounts)),
)
write('schwab-unrealized-lots.csv', SCHWAB_HEADER.join(','), schwabRows(accounts, history))
write(
  'harbor-trust-lots.csv',
  'account_number,symbol,acquired,shares,unit_cost,cost_basis',
  plainRows(accounts),
)

function write(name: string, header: string, rows: readonly (readonly string[])[]): void {
  writeFileSync(join(folder, name), csvText(header.split(','), rows))
}

function securityRows({ days, closeOn }: PriceHistory): string[][] {
  const asOf = days.at(-1)!
  return SECURITIES.map(({ symbol, name, assetClass, expenseRatio, taxEfficiency, taxCharacter }) => {
    const { close } = closeOn(symbol, asOf)
    const halfSpread = ((HALF_A_CENT / Number(close)) * 10_000).toFixed(2)
    return [symbol, name, assetClass, expenseRatio, taxEfficiency, taxCharacter, close, asOf, halfSpread]
  })
}

function priceRows({ days, symbols, closeOn }: PriceHistory): string[][] {
  return shippedDays(days).flatMap((day) =>
    symbols.map((symbol) => {
      const { close, adjustedClose, volume } = closeOn(symbol, day)
      return [day, symbol, close, adjustedClose, volume]
    }),
  )
}

function modelRows(): string[][] {
  return Object.entries(MODELS).flatMap(([model, tiers]) =>
    tiers.flatMap(({ name, band, classes }) => [
      [model, name, '', ...band.map(String)],
      ...Object.entries(classes).map(([assetClass, range]) => [
        model,
        assetClass,
        name,
        ...range.map(String),
      ]),
    ]),
  )
}

function modelSecurityRows(): string[][] {
  return CLASS_SECURITIES.map(({ assetClass, holder, symbol, weight, alternatives }) => [
    assetClass,
    holder,
    symbol,
    String(weight),
    alternatives.join(' '),
  ])
}

function overrideRow(override: DemoOverride, all: readonly NumberedAccount[]): string[] {
  const { surname, owner, registration, wholeHousehold, kind, symbol, value, upperValue } = override
  const account = all.find(
    (one) =>
      one.surname === surname &&
      (wholeHousehold === true || (one.plan.owner === owner && one.plan.registration === registration)),
  )
  if (surname && !account) throw new Error(`No account for ${kind} of ${surname}`)
  return [
    wholeHousehold ? '' : (account?.number ?? ''),
    wholeHousehold ? (account?.householdId ?? '') : '',
    kind,
    symbol ?? '',
    value ?? '',
    upperValue ?? '',
    override.reason,
    AUTHOR,
    override.starts,
    override.expires ?? '',
    override.reviewOn ?? '',
  ]
}
