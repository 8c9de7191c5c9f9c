/** Figures as people read them; the decimal strings of the server are shown without a detour over floating point. */

const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 2 })
const POINTS = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'exceptZero',
})
const DISTANCE = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const SHARES = new Intl.NumberFormat('en-US', { maximumFractionDigits: 8 })
const COUNT = new Intl.NumberFormat('en-US')

const NOTHING = '–'

/** Dollars: `$1,234.50`. */
export function money(decimal: string | null): string {
  return decimal === null ? NOTHING : MONEY.format(decimal as Intl.StringNumericLiteral)
}

/** A fraction as percent: 0.1875 is `18.75%`. */
export function percent(fraction: string | null): string {
  return fraction === null ? NOTHING : PERCENT.format(fraction as Intl.StringNumericLiteral)
}

/** A drift in points of the whole: 0.0345 is `+3.45`. */
export function points(fraction: string | null): string {
  return fraction === null ? NOTHING : POINTS.format(`${fraction}E2` as Intl.StringNumericLiteral)
}

/** A distance from target in points of the whole, either way: 0.0345 is `3.45`. */
export function distance(fraction: string): string {
  return DISTANCE.format(`${fraction}E2` as Intl.StringNumericLiteral)
}

export function shares(decimal: string): string {
  return SHARES.format(decimal as Intl.StringNumericLiteral)
}

/** `1 household`, `61 households`. */
export function counted(count: number, noun: string): string {
  return `${COUNT.format(count)} ${noun}${count === 1 ? '' : 's'}`
}
