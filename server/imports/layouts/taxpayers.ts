import { fraction, money, moneyOrNone, signedMoney } from '../cells/numbers.ts'
import { choice, reference } from '../cells/words.ts'
import {
  blankable,
  defineLayout,
  extra,
  refuseDuplicates,
  required,
  type RecordOf,
  type ReportProblem,
} from './layout.ts'

const fields = {
  taxpayerId: required('taxpayer_id', reference),
  householdId: required('household_id', reference),
  kind: required('kind', choice('person', 'grantor_trust', 'trust')),
  spouseId: blankable('spouse_id', reference),
  grantorId: blankable('grantor_id', reference),
  filingStatus: blankable(
    'filing_status',
    choice('single', 'married_joint', 'married_separate', 'head_of_household', 'surviving_spouse'),
  ),
  federalShortRate: blankable('federal_short_rate', fraction),
  federalLongRate: blankable('federal_long_rate', fraction),
  netInvestmentIncomeTax: blankable('net_investment_income_tax', fraction),
  stateRate: required('state_rate', fraction),
  gainBudget: blankable('gain_budget', money),
  yearToDateShortGain: required('year_to_date_short_gain', signedMoney),
  yearToDateLongGain: required('year_to_date_long_gain', signedMoney),
  lossCarryforward: required('loss_carryforward', money),
  taxBudget: extra('tax_budget', moneyOrNone),
  taxableIncome: extra('taxable_income', money),
  modifiedAdjustedGrossIncome: extra('modified_adjusted_gross_income', signedMoney),
}

/** Whose return gains land on, with rates as fractions and dollars of this tax year. */
export type TaxpayerRecord = RecordOf<typeof fields>

export const taxpayers = defineLayout({
  kind: 'taxpayers',
  title: 'taxpayers',
  fields,
  ignored: [],
  check: (records, report) => {
    refuseDuplicates(records, report, {
      column: 'taxpayer_id',
      what: 'the taxpayer',
      keyOf: ({ taxpayerId }) => taxpayerId,
    })
    const byId = new Map(records.map((taxpayer) => [taxpayer.taxpayerId, taxpayer]))
    for (const taxpayer of records) {
      checkKind(taxpayer, report)
      checkRates(taxpayer, report)
      checkSpouse(taxpayer, byId, report)
      checkGrantor(taxpayer, byId, report)
    }
  },
})

function checkKind({ line, kind, spouseId, grantorId, filingStatus }: TaxpayerRecord, report: ReportProblem) {
  if (kind === 'person' && filingStatus === null) {
    report(line, 'filing_status', 'a person has no filing status', '', 'a filing status')
  }
  if (kind !== 'person' && spouseId !== null) {
    report(line, 'spouse_id', 'a trust has a spouse', spouseId, 'nothing')
  }
  if (kind === 'grantor_trust' && grantorId === null) {
    report(line, 'grantor_id', 'a grantor trust has no grantor', '', 'the taxpayer to whom it is taxed')
  }
  if (kind !== 'grantor_trust' && grantorId !== null) {
    report(line, 'grantor_id', `a ${kind} has a grantor`, grantorId, 'nothing')
  }
}

const RATES = {
  federal_short_rate: 'federalShortRate',
  federal_long_rate: 'federalLongRate',
  net_investment_income_tax: 'netInvestmentIncomeTax',
} as const
const INCOMES = {
  taxable_income: 'taxableIncome',
  modified_adjusted_gross_income: 'modifiedAdjustedGrossIncome',
} as const

/** The federal rates are stated all three, or found by the brackets of an income, or are those of a trust's grantor. */
function checkRates(taxpayer: TaxpayerRecord, report: ReportProblem) {
  const missing = Object.entries(RATES).filter(([, key]) => taxpayer[key] === null)
  if (missing.length === 0) return
  const { line, kind } = taxpayer
  if (missing.length < Object.keys(RATES).length) {
    for (const [column] of missing)
      report(line, column, 'a federal rate is missing beside others', '', 'all three rates, or none of them')
    return
  }
  for (const [column, key] of Object.entries(INCOMES)) {
    const income = taxpayer[key]
    if (kind === 'grantor_trust' && income !== null) {
      const expected = 'nothing: its grantor states it'
      report(line, column, 'a grantor trust has an income of its own', income, expected)
    }
    if (kind !== 'grantor_trust' && income === null)
      report(line, column, `the taxpayer has neither rates nor ${column}`, '', 'dollars of this tax year')
  }
}

type ById = ReadonlyMap<string, TaxpayerRecord>

/** Spouses name each other and lie in one household, so that no batch tears their wash-sale watch apart. */
function checkSpouse(taxpayer: TaxpayerRecord, byId: ById, report: ReportProblem) {
  const { line, spouseId, taxpayerId } = taxpayer
  const spouse = spouseId === null ? undefined : byId.get(spouseId)
  if (spouseId === null || !spouse) return
  if (spouseId === taxpayerId) {
    report(line, 'spouse_id', 'a taxpayer is their own spouse', spouseId, 'another taxpayer')
  } else if (spouse.spouseId !== taxpayerId) {
    report(line, 'spouse_id', 'the spouse names someone else', spouse.spouseId ?? '', taxpayerId)
  } else if (spouse.householdId !== taxpayer.householdId) {
    report(line, 'spouse_id', 'the spouse is in another household', spouse.householdId, taxpayer.householdId)
  }
}

function checkGrantor({ line, grantorId, householdId }: TaxpayerRecord, byId: ById, report: ReportProblem) {
  const grantor = grantorId === null ? undefined : byId.get(grantorId)
  if (!grantor) return
  if (grantor.kind !== 'person') {
    report(line, 'grantor_id', 'the grantor is no person', grantor.kind, 'a taxpayer of kind "person"')
  } else if (grantor.householdId !== householdId) {
    report(line, 'grantor_id', 'the grantor is in another household', grantor.householdId, householdId)
  }
}
