import { CellFault, type CellReader } from './fault.ts'

// Text that reorders or hides what stands around it could show one name and mean another.
const INVISIBLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

/** A name or sentence of at most so many characters, without control characters and signs of writing direction. */
export function words(longest: number): CellReader<string> {
  const expected = `visible text of at most ${longest} characters`
  return (text) => {
    if (text.length > longest) return new CellFault('is too long', expected)
    return INVISIBLE.test(text) ? new CellFault('has invisible characters', expected) : text
  }
}

/** A ticker in capitals; small and full-width letters are the same ticker. */
export const symbol: CellReader<string> = (text) => {
  const ticker = /^[A-Z0-9.]{1,20}$/.test(text) ? text : text.normalize('NFKC').trim().toUpperCase()
  return /^[A-Z0-9.\-^/]{1,20}$/.test(ticker)
    ? ticker
    : new CellFault('is no symbol', 'up to 20 of A-Z, 0-9, ".", "-", "^", "/"')
}

/** Symbols separated by spaces, in order of rank. */
export const symbols: CellReader<readonly string[]> = (text, limits) => {
  const read = text.split(/\s+/).map((one) => symbol(one, limits))
  const fault = read.find((one) => one instanceof CellFault)
  if (fault instanceof CellFault) {
    return new CellFault('has something that is no symbol', 'symbols separated by spaces')
  }
  return read as string[]
}

/** The firm's own number for a household, taxpayer or account. */
export const reference: CellReader<string> = (text) =>
  /^[A-Za-z0-9][A-Za-z0-9._/-]{0,49}$/.test(text)
    ? text
    : new CellFault('is no number of ours', 'up to 50 letters, digits, ".", "_", "/", "-"')

/** An account as a custodian names it: its number, or its last digits behind a mask (`XXXX-5792`, `...123`). */
export const accountReference: CellReader<string> = (text) =>
  /^(?:[xX*.]{2,}[\s-]?)?[A-Za-z0-9][A-Za-z0-9._/-]{0,49}$/.test(text)
    ? text
    : new CellFault('is no account number', 'an account number, or its end behind XXXX or ...')

/** One of a list of words, told in full where it is none of them. */
export function choice<const T extends string>(...known: readonly T[]): CellReader<T> {
  const byText = new Map<string, T>(known.map((one) => [one, one]))
  const expected =
    known.length === 1 ? `"${known[0]}"` : `one of ${known.map((one) => `"${one}"`).join(', ')}`
  return (text) => byText.get(text) ?? byText.get(text.toLowerCase()) ?? new CellFault('is unknown', expected)
}

/** `yes` or `no`. */
export const yesNo: CellReader<boolean> = (text) => {
  const answer = text.toLowerCase()
  return answer === 'yes' || (answer === 'no' ? false : new CellFault('is unknown', '"yes" or "no"'))
}
