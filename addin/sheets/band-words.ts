import type { BandStatus } from '../api/generated/graphql.ts'

/** What stands in the status column and on the pane's badges: colour never says it alone. */
export const BAND_WORDS = {
  BELOW_BAND: 'Below band',
  IN_BAND: 'In band',
  ABOVE_BAND: 'Above band',
  NO_VALUE: 'No value',
} as const satisfies Record<BandStatus, string>

/** For a household or account with any class outside its band. */
export const OUT_OF_BAND = 'Out of band'

/** For a household or account that nothing is measured for: no model, or no positions and prices yet. */
export const NOT_MEASURED = 'Not measured'

/** For a holding without a price: it counts for nothing until it has one. */
export const NO_PRICE = 'No price'

/** The words for a household or account as a whole. */
export type WholeBandWord = typeof OUT_OF_BAND | typeof NOT_MEASURED | 'In band' | 'No value'

/** Households and accounts are out of band as a whole when any of their classes is. */
export function wholeBandWord(
  drift: { readonly outOfBand: number; readonly status: BandStatus } | null,
): WholeBandWord {
  if (drift === null) return NOT_MEASURED
  if (drift.outOfBand > 0) return OUT_OF_BAND
  return drift.status === 'NO_VALUE' ? BAND_WORDS.NO_VALUE : BAND_WORDS.IN_BAND
}

/** Fill and text colour of each band word; each pair has a contrast of at least 4.5 to 1. */
export const BAND_COLOURS: readonly {
  readonly word: string
  readonly fill: string
  readonly text: string
}[] = [
  { word: BAND_WORDS.BELOW_BAND, fill: '#CFE4FA', text: '#0B3D69' },
  { word: BAND_WORDS.ABOVE_BAND, fill: '#FBDDC2', text: '#7A2E00' },
  { word: OUT_OF_BAND, fill: '#FBDDC2', text: '#7A2E00' },
  { word: BAND_WORDS.IN_BAND, fill: '#DDF1DF', text: '#0E4A17' },
  { word: BAND_WORDS.NO_VALUE, fill: '#EDEBE9', text: '#3B3A39' },
  { word: NOT_MEASURED, fill: '#EDEBE9', text: '#3B3A39' },
  { word: NO_PRICE, fill: '#FDE7E9', text: '#750B1C' },
]
