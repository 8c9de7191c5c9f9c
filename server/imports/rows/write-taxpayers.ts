import { sql } from 'kysely'
import { uuidv7 } from '../../database/ids.ts'
import type { FirmTransaction } from '../../database/in-firm.ts'
import type { TaxpayerRecord } from '../layouts/taxpayers.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import { tallyOf, type Tally } from './tally.ts'
import { upsert } from './upsert.ts'

/** On its way through the statement: a budget is never negative, and an empty cell leaves what is known. */
const NO_BUDGET = -1

/** Taxpayers; spouses name one another in one statement, as references are checked at the end of the transaction. */
export async function writeTaxpayers(
  transaction: FirmTransaction,
  records: readonly TaxpayerRecord[],
  ids: FirmIds,
): Promise<Tally> {
  for (const { taxpayerId } of records)
    if (!ids.taxpayers.has(taxpayerId)) ids.taxpayers.set(taxpayerId, uuidv7())
  const relative = (id: string | null) => (id === null ? null : idOf(ids.taxpayers, id))
  const taxpayers = await upsert(
    transaction,
    {
      table: 'taxpayer',
      key: 'reference',
      columns: {
        reference: { type: 'text', of: ({ taxpayerId }) => taxpayerId },
        household_id: { type: 'uuid', of: ({ householdId }) => idOf(ids.households, householdId) },
        kind: { type: 'text', of: ({ kind }) => kind },
        spouse_id: { type: 'uuid', of: ({ spouseId }) => relative(spouseId) },
        grantor_id: { type: 'uuid', of: ({ grantorId }) => relative(grantorId) },
        filing_status: { type: 'text', of: ({ filingStatus }) => filingStatus },
        federal_short_rate: { type: 'numeric', of: ({ federalShortRate }) => federalShortRate },
        federal_long_rate: { type: 'numeric', of: ({ federalLongRate }) => federalLongRate },
        net_investment_income_tax: {
          type: 'numeric',
          of: ({ netInvestmentIncomeTax }) => netInvestmentIncomeTax,
        },
        state_rate: { type: 'numeric', of: ({ stateRate }) => stateRate },
        taxable_income: { type: 'numeric', of: ({ taxableIncome }) => taxableIncome },
        modified_adjusted_gross_income: {
          type: 'numeric',
          of: ({ modifiedAdjustedGrossIncome }) => modifiedAdjustedGrossIncome,
        },
        gain_budget: { type: 'numeric', of: ({ gainBudget }) => gainBudget },
        year_to_date_short_gain: { type: 'numeric', of: ({ yearToDateShortGain }) => yearToDateShortGain },
        year_to_date_long_gain: { type: 'numeric', of: ({ yearToDateLongGain }) => yearToDateLongGain },
        loss_carryforward: { type: 'numeric', of: ({ lossCarryforward }) => lossCarryforward },
        tax_budget: {
          type: 'numeric',
          of: ({ taxBudget }) => (taxBudget === 'none' ? NO_BUDGET : taxBudget),
        },
      },
      chosen: {
        tax_budget: (stated, known) => sql`nullif(coalesce(${stated}, ${known}), ${sql.lit(NO_BUDGET)})`,
      },
    },
    records,
    ids.taxpayers,
  )
  return tallyOf(records.length, taxpayers)
}
