import { CellFault, type CellReader } from './fault.ts'
import { symbol } from './words.ts'

/** What a row of a custodian's positions is about: a security, the account's cash, or trades that are not settled. */
export type Held =
  | { readonly kind: 'security'; readonly symbol: string }
  | { readonly kind: 'cash' }
  | { readonly kind: 'pending' }

const security: CellReader<Held> = (text, limits) => {
  const read = symbol(text, limits)
  return read instanceof CellFault ? read : { kind: 'security', symbol: read }
}

/** Fidelity marks its core cash with two asterisks (`SPAXX**`) and lists unsettled trades as one row. */
export const fidelityHeld: CellReader<Held> = (text, limits) => {
  if (text.endsWith('**')) return { kind: 'cash' }
  return /^pending activity$/i.test(text) ? { kind: 'pending' } : security(text, limits)
}

/** Schwab lists the cash of an account as a row among its securities. */
export const schwabHeld: CellReader<Held> = (text, limits) =>
  /^cash (?:&|and) cash investments$/i.test(text) ? { kind: 'cash' } : security(text, limits)

/** A security alone. */
export const heldSecurity = security
