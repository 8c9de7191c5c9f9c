import { openSession } from './what-was-kept.ts'

/** A day long before the firm's prices, so that loading prices of it moves nothing else. */
export const PRICES_DATE = '2014-01-02'

const SYMBOLS = ['AGG', 'BIL', 'DBC', 'EEM', 'EFA', 'GLD', 'HYG', 'IEF', 'SPY', 'TIP', 'VTI']

/** Prices of one day, all of them the number. */
export function pricesFile(number: number): { name: string; text: string } {
  const rows = SYMBOLS.map((symbol) => `${PRICES_DATE},${symbol},${number}.00,${number}.00,1000`)
  return {
    name: `prices-${number}.csv`,
    text: `${['date,symbol,close,adjusted_close,volume', ...rows].join('\n')}\n`,
  }
}

/** An account of the demonstration firm, and the day its lots are stated on. */
export const LOTS_ACCOUNT = { number: '52018908', asOf: '2025-09-26' }

const LOTS = 1_000
const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2020, 0, 1)

/** So many lots that loading them takes a while, each of as many shares as the number says. */
export function lotsFile(number: number): { name: string; text: string } {
  const rows = Array.from({ length: LOTS }, (_, index) => {
    const acquired = new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10)
    return `${LOTS_ACCOUNT.number},VTI,${acquired},${number},150.0000,${number * 150}.00`
  })
  return {
    name: `lots-${number}.csv`,
    text: `${['account_number,symbol,acquired,shares,unit_cost,cost_basis', ...rows].join('\n')}\n`,
  }
}

/** Faults of loads that were cut: parts of two files beside one another, or another file's content than the last one recorded. */
export async function wholeLoads(home: string): Promise<string[]> {
  const session = await openSession(home)
  try {
    const last = async (kind: string) => {
      const { rows } = await session.query<{ name: string }>(
        'select name from file_load where name ~ $1 order by recorded_at desc limit 1',
        [`^${kind}-\\d+\\.csv$`],
      )
      return rows[0] && Number(/\d+/.exec(rows[0].name)![0])
    }
    const prices = await session.query<{ number: string }>(
      `select distinct close::int as number from
         (select distinct on (security_id) close from price where price_date = $1
          order by security_id, recorded_at desc) as latest`,
      [PRICES_DATE],
    )
    const lots = await session.query<{ number: string; lots: string }>(
      `select shares::int as number, count(*) as lots from tax_lot
       join account on account.firm_id = tax_lot.firm_id and account.id = tax_lot.account_id
       where account_number = $1 and shares <> 0 group by 1`,
      [LOTS_ACCOUNT.number],
    )
    const lastPrices = await last('prices')
    const lastLots = await last('lots')
    const isWhole = (rows: { number: string }[], number: number) =>
      rows.length === 1 && Number(rows[0]!.number) === number
    return [
      ...(lastPrices !== undefined && !isWhole(prices.rows, lastPrices)
        ? ['prices of a load are mixed']
        : []),
      ...(lastLots !== undefined && !(isWhole(lots.rows, lastLots) && Number(lots.rows[0]!.lots) === LOTS)
        ? ['lots of a load are mixed']
        : []),
    ]
  } finally {
    await session.end()
  }
}
