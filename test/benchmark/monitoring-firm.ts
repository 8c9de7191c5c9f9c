import type pg from 'pg'

/** How large a firm is made. */
export interface FirmSize {
  readonly accounts: number
  readonly holdings: number
  readonly lots: number
}

export const AS_OF = '2025-09-26'
const SECURITIES = 60
/** Lots of one statement: the transition table of its check stays in memory. */
const ACCOUNTS_AT_ONCE = 20_000

const CLASSES = ['US Equity', 'International', 'Emerging', 'Core Bonds', 'Inflation', 'High Yield', 'Cash']
/** Ordinal, parent, name, then target, low and high in hundredths, of five models that differ by `step`. */
const nodes = (step: number): [number, number | null, string, number, number, number][] => [
  [0, null, 'Equity', 30 + 15 * step, 24 + 15 * step, 36 + 15 * step],
  [1, 0, 'US Equity', 18 + 8 * step, 13 + 8 * step, 23 + 8 * step],
  [2, 0, 'International', 8 + 4 * step, 5 + 4 * step, 12 + 4 * step],
  [3, 0, 'Emerging', 4 + 3 * step, 2 + 3 * step, 6 + 3 * step],
  [4, null, 'Fixed Income', 65 - 15 * step, 55 - 15 * step, 75 - 15 * step],
  [5, 4, 'Core Bonds', 40 - 9 * step, 33 - 9 * step, 47 - 9 * step],
  [6, 4, 'Inflation', 15 - 3 * step, 11 - 3 * step, 19 - 3 * step],
  [7, 4, 'High Yield', 10 - 3 * step, 7 - 3 * step, 14 - 3 * step],
  [8, null, 'Cash', 5, 2, 8],
]

/** SQL: the id of the row of this number of a table; ids of one load follow one another, as UUIDv7 do. */
const id = (table: number, number: string) =>
  `('0199${String(table).padStart(4, '0')}-0000-7000-8000-' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`

/** SQL: a number from 0 below `most` that follows from `of` alone and looks like chance. */
const drawn = (of: string, salt: number, most: number) =>
  `(((hashint8((${of})::bigint * 1000 + ${salt})::bigint + 2147483648) % ${most})::int)`

/**
 * Fills a firm in SQL, the same every time: households of some three accounts on five models, a third of the money taxable, prices
 * of a year, purchases of nine years, some of them of the last month, overrides of every kind, and a statement of each custodian.
 */
export async function fillFirm(
  owner: pg.Client,
  firmId: string,
  { accounts, holdings, lots }: FirmSize,
  tell: (what: string) => void,
): Promise<void> {
  const households = Math.ceil((accounts * 3) / 10)
  const run = (text: string) => owner.query(text.replaceAll('$firm', `'${firmId}'::uuid`))
  const household = (account: string) => `((${account}) * 3 / 10)`
  await owner.query(`select set_config('app.firm', $1, false)`, [firmId])
  await run(
    `insert into asset_class (firm_id, id, name) select $firm, ${id(1, 'n')}, name
     from unnest(array['${CLASSES.join("','")}']) with ordinality as c (name, n)`,
  )
  await run(
    `insert into security (firm_id, id, symbol, name, asset_class_id, tax_character, identical_group, kind, version)
     select $firm, ${id(2, 'n')}, 'S' || n, 'Security ' || n, ${id(1, `1 + n % ${CLASSES.length}`)},
       case when n = 7 then 'collectible' when n = 8 then 'commodity_pool' else 'equity' end,
       -- Two share classes of one fund now and then.
       'G' || (case when n % 10 = 1 then n - 1 else n end), case when n % 6 = 0 then 'fund' else 'etf' end, 1
     from generate_series(0, ${SECURITIES - 1}) n`,
  )
  await run(
    `insert into price (firm_id, security_id, price_date, recorded_at, close)
     select $firm, ${id(2, 'n')}, day, day, round(20 + ${drawn('n', 1, 400)} + ${drawn('n * 1000 + d', 2, 1000)} / 97.0, 4)
     from generate_series(0, ${SECURITIES - 1}) n, generate_series(0, 259) d,
       lateral (select '${AS_OF}'::date - d as day) days
     -- The last one was priced no more for some weeks.
     where n < ${SECURITIES - 1} or d > 24`,
  )
  for (const step of [0, 1, 2, 3, 4]) {
    await run(
      `insert into model (firm_id, id, name, version) values ($firm, ${id(3, String(step))}, 'Model ${step}', 1)`,
    )
    await run(
      `insert into model_version (firm_id, id, model_id, number, effective_from, author, rationale, content_sha256)
       values ($firm, ${id(4, String(step))}, ${id(3, String(step))}, 1, '2020-01-01', 'benchmark', 'benchmark', '')`,
    )
    for (const [ordinal, parent, name, target, low, high] of nodes(step * 0.8)) {
      const place = CLASSES.indexOf(name) + 1
      await run(
        `insert into model_node (firm_id, model_version_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high)
         values ($firm, ${id(4, String(step))}, ${ordinal}, ${parent ?? 'null'}, '${name}', ${place === 0 ? 'null' : id(1, String(place))},
           ${name === 'Cash'}, ${target / 100}, ${low / 100}, ${high / 100})`,
      )
    }
  }
  await run(
    `insert into household (firm_id, id, reference, name, rebalance_level, advisor, version)
     select $firm, ${id(5, 'n')}, 'H' || n, 'Household ' || n, case when n % 10 = 0 then 'account' else 'household' end,
       'Advisor ' || n % 40, 1 from generate_series(0, ${households - 1}) n`,
  )
  await run(
    `insert into model_assignment (firm_id, household_id, effective_from, model_id, author)
     select $firm, ${id(5, 'n')}, '2021-01-01', ${id(3, 'n % 5')}, 'benchmark' from generate_series(0, ${households - 1}) n`,
  )
  // Two of a household: a person, and a spouse or, seldom, a trust; half of them by the brackets.
  await run(
    `insert into taxpayer (firm_id, id, reference, household_id, kind, filing_status, federal_short_rate, federal_long_rate,
       net_investment_income_tax, state_rate, taxable_income, modified_adjusted_gross_income, year_to_date_short_gain,
       year_to_date_long_gain, loss_carryforward, version)
     select $firm, ${id(6, 'n')}, 'T' || n, ${id(5, 'n / 2')}, case when n % 20 = 1 then 'trust' else 'person' end,
       case when n % 20 = 1 then null else 'married_joint' end, case when n % 4 < 2 then 0.24 end, case when n % 4 < 2 then 0.15 end,
       case when n % 4 < 2 then 0 end, 0.05, case when n % 4 >= 2 then 90000 + ${drawn('n', 3, 500_000)} end,
       case when n % 4 >= 2 then 100000 + ${drawn('n', 3, 500_000)} end, 0, 0, 0, 1
     from generate_series(0, ${households * 2 - 1}) n`,
  )
  await run(
    `insert into account (firm_id, id, account_number, household_id, taxpayer_id, name, registration, tax_status, custodian, discretionary,
       notice_policy, minimum_cash, management, fund_cost_basis, cash, positions_as_of, version)
     select $firm, ${id(7, 'n')}, 'A' || n, ${id(5, household('n'))}, ${id(6, `${household('n')} * 2 + n % 2`)}, 'Account ' || n, 'individual',
       (array['taxable', 'tax_deferred', 'tax_exempt'])[1 + n % 3], (array['Schwab', 'Fidelity', 'Harbor'])[1 + ${drawn('n', 4, 3)}],
       n % 7 <> 0, 'notice', case when n % 9 = 0 then 500 else 0 end, case when n % 97 = 0 then 'held_away' else 'managed' end,
       case when n % 20 = 0 then 'average' else 'lots' end, round((${drawn('n', 5, 40_000)} - 300)::numeric, 2),
       case when n % 500 = 0 then '2025-08-01'::date else '${AS_OF}'::date end, 1
     from generate_series(0, ${accounts - 1}) n`,
  )
  await run(
    `insert into override (firm_id, id, household_id, account_id, kind, security_id, value, reason, author, starts, expires)
     select $firm, ${id(8, 'n')}, case when n % 3 = 1 then ${id(5, household('n * 10'))} end, case when n % 3 <> 1 then ${id(7, 'n * 10')} end,
       kind, case when kind <> 'cash_reserve' then ${id(2, drawn('n', 6, SECURITIES))} end,
       case when kind = 'cash_reserve' then 2500 end, 'benchmark', 'benchmark', '2024-01-01',
       case when n % 4 = 0 then '${AS_OF}'::date + ${drawn('n', 7, 90)} end
     from generate_series(0, ${Math.floor(accounts / 10) - 1}) n,
       lateral (select (array['cash_reserve', 'hold', 'do_not_sell', 'exclude', 'restricted'])[1 + ${drawn('n', 8, 5)}] as kind) k`,
  )
  await run(
    `insert into override (firm_id, id, kind, security_id, reason, author, starts)
     select $firm, ${id(9, 'n')}, 'restricted', ${id(2, 'n * 17')}, 'benchmark', 'benchmark', '2024-01-01' from generate_series(0, 1) n`,
  )
  tell('clients')
  for (let from = 0; from < accounts; from += ACCOUNTS_AT_ONCE) {
    const to = Math.min(accounts, from + ACCOUNTS_AT_ONCE)
    await run(
      `insert into tax_lot (firm_id, account_id, id, security_id, acquired, holding_period_start, unit_cost, ordinal, shares, cost_basis)
       select $firm, ${id(7, 'a')}, ${id(10, 'n')}, held.security_id, acquired, acquired, cost, l, shares,
         round(shares * cost, 2)
       from generate_series(${from}, ${to - 1}) a, generate_series(0, ${holdings - 1}) h, generate_series(0, ${lots - 1}) l,
         lateral (select a::bigint * ${holdings * lots} + h * ${lots} + l as n) numbered,
         lateral (select ${id(2, `(${drawn('a', 9, SECURITIES)} + h) % ${SECURITIES}`)} as security_id) held
       join price p on p.firm_id = $firm and p.security_id = held.security_id and p.price_date = '2025-09-01',
         -- Most were bought for less than they are worth now.
         lateral (select '${AS_OF}'::date - ${drawn('n', 10, 3_300)} as acquired, round(p.close * (50 + ${drawn('n', 11, 60)}) / 100, 4) as cost,
           round(1 + ${drawn('n', 12, 9_000_000)} / 100000.0, 3) as shares) bought`,
    )
    tell(`lots of ${to.toLocaleString('en-US')} accounts`)
  }
  // What refers to what is checked for each row by itself, an hour for these.
  for (const column of ['account_id', 'security_id'])
    await owner.query(`alter table position drop constraint if exists position_${column}_fkey`)
  await run(
    `insert into position (firm_id, account_id, security_id, valid_from, shares)
     select firm_id, account_id, security_id, '${AS_OF}', case when ${drawn('count(*) + sum(ordinal) + max(shares) * 1000', 13, 5_000)} = 0 then sum(shares) + 1 else sum(shares) end
     from tax_lot where firm_id = $firm group by firm_id, account_id, security_id`,
  )
  tell('positions')
  await owner.query(
    'vacuum (analyze) tax_lot, position, account, household, taxpayer, override, price, security',
  )
  await owner.query('analyze')
  tell('statistics')
}
