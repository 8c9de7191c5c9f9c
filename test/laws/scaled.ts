import type { Override, Security, Snapshot, Taxpayer } from '../../server/engine/snapshot.ts'

/** Moves the point of a decimal to the right; to the left where places is negative. */
export function shifted(decimal: string, places: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  const digits = `${whole}${fraction}`
  const point = whole.length + places
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), '0').padEnd(point, '0')
  const at = Math.max(1, point)
  const rest = padded.slice(at).replace(/0+$/, '')
  const result = `${padded.slice(0, at).replace(/^0+(?=\d)/, '')}${rest && `.${rest}`}`
  return result === '0' ? '0' : `${sign}${result}`
}

const orNull = (decimal: string | null, places: number): string | null =>
  decimal === null ? null : shifted(decimal, places)

/** The same household in shares ten times as dear, of which everything has a tenth. */
export function inDearerShares(snapshot: Snapshot): Snapshot {
  const finer = (decimals: number | null) => (decimals === null ? null : decimals + 1)
  return {
    ...snapshot,
    settings: { ...snapshot.settings, shareDecimals: snapshot.settings.shareDecimals + 1 },
    securities: snapshot.securities.map((security) => ({
      ...security,
      price: orNull(security.price, 1),
      shareDecimals: finer(security.shareDecimals),
      roundLot: orNull(security.roundLot, -1),
    })),
    accounts: snapshot.accounts.map((account) => ({
      ...account,
      shareDecimals: finer(account.shareDecimals),
      lots: account.lots.map((lot) => ({
        ...lot,
        shares: shifted(lot.shares, -1),
        unitCost: orNull(lot.unitCost, 1),
      })),
    })),
    overrides: snapshot.overrides.map((override) => withLimits(override, { shares: -1 })),
    recentTrades: snapshot.recentTrades.map((trade) => ({ ...trade, shares: shifted(trade.shares, -1) })),
  }
}

/** Ten times the money and ten times the shares, at the same prices. */
export function tenfold(snapshot: Snapshot): Snapshot {
  const more = (amount: string) => shifted(amount, 1)
  const { settings } = snapshot
  return {
    ...snapshot,
    settings: {
      ...settings,
      shareDecimals: settings.shareDecimals - 1,
      minimumTrade: more(settings.minimumTrade),
      sellAllBelow: more(settings.sellAllBelow),
      harvestThreshold: more(settings.harvestThreshold),
      turnoverBudget: orNull(settings.turnoverBudget, 1),
    },
    taxpayers: snapshot.taxpayers.map((taxpayer) => ({
      ...taxpayer,
      gainsBudget: orNull(taxpayer.gainsBudget, 1),
      taxBudget: orNull(taxpayer.taxBudget, 1),
      yearToDateShortTermGain: more(taxpayer.yearToDateShortTermGain),
      yearToDateLongTermGain: more(taxpayer.yearToDateLongTermGain),
    })),
    securities: snapshot.securities.map((security) => ({
      ...security,
      minimumPurchase: orNull(security.minimumPurchase, 1),
    })),
    accounts: snapshot.accounts.map((account) => ({
      ...account,
      cash: more(account.cash),
      minimumCash: more(account.minimumCash),
      contribution: more(account.contribution),
      withdrawal: more(account.withdrawal),
      fees: account.fees.map((fee) => ({
        ...fee,
        valueUpTo: orNull(fee.valueUpTo, 1),
        perOrder: more(fee.perOrder),
      })),
      lots: account.lots.map((lot) => ({ ...lot, shares: more(lot.shares) })),
    })),
    overrides: snapshot.overrides.map((override) =>
      override.kind === 'cash_reserve'
        ? { ...override, amount: more(override.amount) }
        : withLimits(override, { shares: 1, dollars: 1 }),
    ),
    recentTrades: snapshot.recentTrades.map((trade) => ({
      ...trade,
      shares: more(trade.shares),
      realizedGain: orNull(trade.realizedGain, 1),
    })),
  }
}

function withLimits(
  override: Override,
  places: { readonly shares: number; readonly dollars?: number },
): Override {
  if (override.kind !== 'cap' && override.kind !== 'keep_within') return override
  const by =
    override.unit === 'shares' ? places.shares : override.unit === 'dollars' ? (places.dollars ?? 0) : 0
  return { ...override, low: orNull(override.low, by), high: orNull(override.high, by) }
}

/**
 * A household in which nothing is ever rounded to the cent: prices in tens of dollars, tenths of shares, costs of trading in
 * whole percents, budgets and gains so far in tens of dollars. What a year deducts of a net loss is a sum in dollars that no scale changes, so there is none.
 */
export function inRoundFigures(snapshot: Snapshot): Snapshot {
  const tens = (price: string | null) =>
    price === null ? null : String(Math.max(10, Math.round(Number(price) / 10) * 10))
  const percents = (rate: string) => (Number(rate) === 0 ? '0' : '0.01')
  const positive = (dollars: string) => String(Math.round(Math.abs(Number(dollars)) / 10) * 10)
  return {
    ...snapshot,
    settings: { ...snapshot.settings, shareDecimals: 1 },
    taxpayers: snapshot.taxpayers.map((taxpayer): Taxpayer => ({
      ...taxpayer,
      gainsBudget: taxpayer.gainsBudget === null ? null : positive(taxpayer.gainsBudget),
      taxBudget: taxpayer.taxBudget === null ? null : positive(taxpayer.taxBudget),
      yearToDateShortTermGain: positive(taxpayer.yearToDateShortTermGain),
      yearToDateLongTermGain: positive(taxpayer.yearToDateLongTermGain),
      lossCarryforward: '0',
    })),
    securities: snapshot.securities.map((security): Security => ({
      ...security,
      price: tens(security.price),
      halfSpreadBps: security.halfSpreadBps === '0' ? '0' : '100',
      shareDecimals: null,
      roundLot: null,
    })),
    accounts: snapshot.accounts.map((account) => ({
      ...account,
      shareDecimals: null,
      fees: account.fees.map((fee) => ({ ...fee, rate: percents(fee.rate) })),
      lots: account.lots.map((lot) => ({
        ...lot,
        shares: Math.max(0.1, Math.round(Number(lot.shares) * 10) / 10).toFixed(1),
        unitCost: lot.unitCost === null ? null : Math.round(Number(lot.unitCost)).toFixed(0),
      })),
    })),
  }
}
