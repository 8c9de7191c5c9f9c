import type { TaxStatus } from '../engine/snapshot.ts'

/** The account types of the format and what they mean for taxes. */
export const CASE_ACCOUNT_TYPES = {
  taxable: 'taxable',
  joint: 'taxable',
  trust: 'taxable',
  ira: 'tax_deferred',
  roth: 'tax_exempt',
} as const satisfies Record<string, TaxStatus>

export type CaseAccountType = keyof typeof CASE_ACCOUNT_TYPES
