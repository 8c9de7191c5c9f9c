import { Decimal } from 'decimal.js'

/** Millionths of a base as a fraction of it, a decimal string. */
export const millionthsAsFraction = (millionths: number) => new Decimal(millionths).div(1_000_000).toFixed()
