/** Where a taxpayer's rates on gains come from: the firm's file, the tax brackets of an income, or the grantor of a trust. */
export type RatesSource = 'file' | 'brackets' | 'grantor'

/** Rates are stated all or none; a grantor trust states its grantor's or leaves them to its grantor. */
export function ratesSourceOf(
  kind: 'person' | 'grantor_trust' | 'trust',
  federalShortRate: string | null,
): RatesSource {
  if (federalShortRate !== null) return 'file'
  return kind === 'grantor_trust' ? 'grantor' : 'brackets'
}
