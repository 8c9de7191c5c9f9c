import { Decimal } from 'decimal.js'
import type { DemoAccount, Purchase } from './client-plan.ts'
import { CLASS_SECURITIES } from './funds.ts'
import { classTargets } from './models.ts'
import type { PriceHistory } from './price-history.ts'
import type { SeededRandom } from './seeded-random.ts'

/** A lot as the files state it: cost is the real close of its day. */
export interface DemoLot {
  readonly symbol: string
  readonly acquired: string
  readonly shares: Decimal
  readonly unitCost: string
}

/** Purchases lie before this day, so that a wash sale is there by intention alone. */
const LAST_ORDINARY_PURCHASE = '2025-08-15'
const FIRST_PURCHASE = '2015-06-01'
/** How far a position strays from its plan by itself, either way. */
const NOISE = 0.05
const LEGACY_PART = 0.6

interface Wish {
  readonly symbol: string
  readonly dollars: number
}

/** The lots of one account: about its model's amounts, bent by its tilt, bought on days over ten years. */
export function makeLots(
  account: DemoAccount,
  { model, history, random }: { model: string; history: PriceHistory; random: SeededRandom },
): readonly DemoLot[] {
  const planned = account.purchases.map((purchase) => boughtLot(purchase, history))
  if (account.cashOnly) return planned
  const made = wishes(account, model, random).flatMap((wish) => splitIntoLots(wish, history, random))
  return [...made, ...planned].sort(
    (a, b) =>
      a.symbol.localeCompare(b.symbol) || a.acquired.localeCompare(b.acquired) || a.shares.cmp(b.shares),
  )
}

function boughtLot({ symbol, acquired, shares }: Purchase, history: PriceHistory): DemoLot {
  return { symbol, acquired, shares: new Decimal(shares), unitCost: history.closeOn(symbol, acquired).close }
}

function wishes(account: DemoAccount, model: string, random: SeededRandom): Wish[] {
  return classTargets(model).flatMap(([assetClass, percent]) => {
    const tilt = account.tilt[assetClass] ?? 1
    const idleCash = assetClass === 'Cash' ? account.cashPart * account.value - account.minimumCash : 0
    const dollars = (account.value * percent * tilt) / 100 - idleCash
    return dollars <= 0 ? [] : holdingsOf(account, assetClass, dollars, random)
  })
}

function holdingsOf(account: DemoAccount, assetClass: string, dollars: number, random: SeededRandom): Wish[] {
  const isTaxable = !account.registration.endsWith('_ira')
  const sets = CLASS_SECURITIES.filter((one) => one.assetClass === assetClass)
  const own = sets.filter(({ holder }) => isTaxable && holder === 'taxable')
  const chosen = own.length > 0 ? own : sets.filter(({ holder }) => holder === 'any')
  return chosen.flatMap(({ symbol, weight }) => {
    const amount = dollars * weight * (1 + (random.fraction() * 2 - 1) * NOISE)
    if (assetClass !== 'US Equity' || !account.legacy) return [{ symbol, dollars: amount }]
    return [
      { symbol: account.legacy, dollars: amount * LEGACY_PART },
      { symbol, dollars: amount * (1 - LEGACY_PART) },
    ]
  })
}

/** One to five purchases; the last one takes the rest, sometimes with a broken share as reinvestment leaves it. */
function splitIntoLots({ symbol, dollars }: Wish, history: PriceHistory, random: SeededRandom): DemoLot[] {
  const lastClose = history.closeOn(symbol, history.days.at(-1)!).close
  const places = random.fraction() < 0.4 ? 3 : 0
  const total = new Decimal(dollars).div(lastClose).toDecimalPlaces(places, Decimal.ROUND_DOWN)
  const purchaseDays = history.days.filter((day) => day >= FIRST_PURCHASE && day <= LAST_ORDINARY_PURCHASE)
  const count = Math.min(random.whole(1, 5), total.floor().toNumber())
  const lots: DemoLot[] = []
  let left = total
  for (let index = 0; index < count && left.gt(0); index += 1) {
    const part = left
      .div(count - index)
      .mul(0.6 + random.fraction() * 0.8)
      .floor()
    const shares = index === count - 1 ? left : Decimal.max(1, part)
    const acquired = random.oneOf(purchaseDays)
    lots.push({ symbol, acquired, shares, unitCost: history.closeOn(symbol, acquired).close })
    left = left.minus(shares)
  }
  return lots
}
