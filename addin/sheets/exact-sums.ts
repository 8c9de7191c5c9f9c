/** Sums of decimal strings, exact to the last digit: dollars are never added as floating point. */
export function sumOf(decimals: Iterable<string>): string {
  const all = [...decimals]
  const places = Math.max(0, ...all.map(placesOf))
  return written(
    all.reduce((total, decimal) => total + scaled(decimal, places), 0n),
    places,
  )
}

/** The decimal with the other sign; zero has none. */
export function negated(decimal: string): string {
  return written(-scaled(decimal, placesOf(decimal)), placesOf(decimal))
}

function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0
}

function scaled(decimal: string, places: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(`${whole}${fraction.padEnd(places, '0')}`)
}

function written(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`
}

/** The mean of decimal strings, exact but for one rounding, half up, to these places; of none it is a fault. */
export function meanOf(decimals: readonly string[], places: number): string {
  if (decimals.length === 0) throw new Error('There is no mean of nothing')
  const total = scaled(sumOf(decimals), Math.max(places, ...decimals.map(placesOf)))
  const digits = Math.max(places, ...decimals.map(placesOf))
  const divisor = BigInt(decimals.length) * 10n ** BigInt(digits - places)
  const size = total < 0n ? -total : total
  const units = (2n * size + divisor) / (2n * divisor)
  return written(total < 0n ? -units : units, places)
}
