import type { FirmTransaction } from '../database/in-firm.ts'
import { GAIN_RATES, gainRatesOn, type FilingStatus } from '../engine/facts/gain-rates.ts'
import type { RateParts } from '../engine/facts/taxpayer-rates.ts'
import type { IsoDate } from '../engine/snapshot.ts'
import { ratesSourceOf } from '../households/rates-source.ts'
import type { HouseholdFacts } from './household-facts.ts'
import { twoPlaces } from './two-places.ts'

type TaxpayerRow = HouseholdFacts['taxpayers'][number]

/** The parts of a taxpayer's rates on a date: as the file states them, by the brackets of that year, or the grantor's. */
export function ratesOnDate(
  date: IsoDate,
  row: TaxpayerRow,
  rowOf: (taxpayerId: string) => TaxpayerRow,
): RateParts {
  switch (ratesSourceOf(row.kind, row.federal_short_rate)) {
    case 'file':
      return {
        federalShortRate: row.federal_short_rate!,
        federalLongRate: row.federal_long_rate!,
        netInvestmentIncomeTax: row.net_investment_income_tax!,
        stateRate: row.state_rate,
      }
    case 'grantor':
      return ratesOnDate(date, rowOf(row.grantor_id!), rowOf)
    case 'brackets':
      return gainRatesOn(date, {
        filingStatus: filingStatusOf(row),
        taxableIncome: twoPlaces(row.taxable_income!),
        modifiedAdjustedGrossIncome: twoPlaces(row.modified_adjusted_gross_income!),
        stateRate: row.state_rate,
      })
  }
}

/** A surviving spouse has the brackets of a joint return. IRC 1(a)(2), 1411(b)(1). */
function filingStatusOf({ kind, filing_status: status }: TaxpayerRow): FilingStatus {
  if (kind === 'trust') return 'trust'
  return status === 'surviving_spouse' ? 'married_joint' : (status as FilingStatus)
}

/** Why households have no rates on a date, as sentences to act on, by household; one of which each taxpayer has is left out. */
export async function whyNoRates(
  { firmId, kysely }: FirmTransaction,
  householdIds: readonly string[],
  date: IsoDate,
): Promise<ReadonlyMap<string, string>> {
  if (GAIN_RATES.some(({ from, through }) => from <= date && date <= through)) return new Map()
  const rows = await kysely
    .selectFrom('taxpayer')
    .select(['household_id', 'reference'])
    .where('firm_id', '=', firmId)
    .where('household_id', 'in', [...householdIds])
    .where('federal_short_rate', 'is', null)
    .where('kind', '<>', 'grantor_trust')
    .orderBy('reference')
    .execute()
  const tabled = `${GAIN_RATES[0]!.from} to ${GAIN_RATES.at(-1)!.through}`
  const sentence = (whose: string) =>
    `Tax brackets are known from ${tabled}, not on ${date}: state the three federal rates of ${whose} in the file of taxpayers.`
  return new Map(
    [...Map.groupBy(rows, ({ household_id }) => household_id)].map(([id, ofHousehold]) => [
      id,
      sentence(ofHousehold.map(({ reference }) => reference).join(', ')),
    ]),
  )
}
