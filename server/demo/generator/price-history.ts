import { readFileSync } from 'node:fs'
import type { SeededRandom } from './seeded-random.ts'

/** One close as the price file states it. */
export interface Close {
  readonly date: string
  readonly symbol: string
  readonly close: string
  readonly adjustedClose: string
  readonly volume: string
}

/** Every close of every fund, by symbol and then by day. */
export interface PriceHistory {
  readonly days: readonly string[]
  readonly closeOn: (symbol: string, day: string) => Close
  readonly symbols: readonly string[]
}

/** Reads `date,symbol,close,adjusted_close,volume`, which has no quoted values. */
export function readPriceHistory(path: string): PriceHistory {
  const closes = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line): Close => {
      const [date = '', symbol = '', close = '', adjustedClose = '', volume = ''] = line.split(',')
      return { date, symbol, close, adjustedClose, volume }
    })
  return priceHistory(closes)
}

/** Adds an invented stock to real history: a walk of a daily step up or down, so that no real company is priced by us. */
export function withInventedStock(
  history: PriceHistory,
  { symbol, firstClose, random }: { symbol: string; firstClose: number; random: SeededRandom },
): PriceHistory {
  let price = firstClose
  const invented = history.days.map((date): Close => {
    price *= 1 + (random.fraction() - 0.487) * 0.03
    const close = price.toFixed(2)
    return { date, symbol, close, adjustedClose: close, volume: String(random.whole(40_000, 400_000)) }
  })
  const real = history.symbols.flatMap((one) => history.days.map((day) => history.closeOn(one, day)))
  return priceHistory([...real, ...invented])
}

function priceHistory(closes: readonly Close[]): PriceHistory {
  const byKey = new Map(closes.map((close) => [`${close.symbol} ${close.date}`, close]))
  return {
    days: [...new Set(closes.map(({ date }) => date))].sort(),
    symbols: [...new Set(closes.map(({ symbol }) => symbol))].sort(),
    closeOn: (symbol, day) => {
      const close = byKey.get(`${symbol} ${day}`)
      if (!close) throw new Error(`No close of ${symbol} on ${day}`)
      return close
    },
  }
}

/** The days that the demonstration ships: the last trading day of each month, and the last sixty trading days. */
export function shippedDays(days: readonly string[]): readonly string[] {
  const monthEnds = days.filter((day, index) => day.slice(0, 7) !== days[index + 1]?.slice(0, 7))
  return [...new Set([...monthEnds, ...days.slice(-60)])].sort()
}
