import type { Cents } from './fixed-point.ts'
import { atLeastZero, compareText, divideDown, greatest, sum, WHOLE } from './fixed-point.ts'
import { taxpayerOf } from './gain.ts'
import type { ExactTaxpayer, Household, Rates } from './household.ts'
import { nettedTax } from './netting.ts'

/** One return that gains land on: of a person or two spouses with their grantor trusts, or of another trust. */
export interface TaxReturn {
  /** Its first taxpayer. */
  readonly id: string
  /** In order of id. */
  readonly taxpayerIds: readonly string[]
  /** Those of them who file: a person, two spouses, or a trust. */
  readonly filerIds: readonly string[]
  readonly rates: Rates
  readonly ratesByCharacter: ReadonlyMap<string, Rates>
  /** Realized so far this year; negative is a net loss. */
  readonly shortTermGain: Cents
  readonly longTermGain: Cents
  readonly lossCarryforward: Cents
  /** Net gain that may still be realized, at least 0; null: no budget. */
  readonly gainRoom: Cents | null
  /** Tax that gains may still cost, at least 0; null: no budget. */
  readonly taxRoom: Cents | null
}

/** The returns of a household, in order of their first taxpayer. */
export function taxReturns(household: Household): TaxReturn[] {
  const taxpayers = [...household.taxpayers.values()]
  const byFiler = Map.groupBy(taxpayers, (taxpayer) => filerOf(household, taxpayer))
  return [...byFiler.values()]
    .map((members) => taxReturnOf(household, members))
    .sort((a, b) => compareText(a.id, b.id))
}

/** Who files: the grantor for a grantor trust, and the first of two spouses for both. IRC 671, 6013. */
function filerOf(household: Household, taxpayer: ExactTaxpayer): string {
  if (taxpayer.grantorId !== null) return filerOf(household, taxpayerOf(household, taxpayer.grantorId))
  const spouses = spousesOf(household, taxpayer)
  if (spouses.length > 1)
    throw new Error(`Taxpayer ${taxpayer.id} has more than one spouse: ${spouses.join(', ')}`)
  return [taxpayer.id, ...spouses].sort(compareText)[0] ?? taxpayer.id
}

/** Recorded on either side; a spouse who is no taxpayer of the household is not looked for. */
function spousesOf(household: Household, { id, spouseId }: ExactTaxpayer): string[] {
  return [...household.taxpayers.values()]
    .filter((other) => other.id !== id && (other.id === spouseId || other.spouseId === id))
    .map((other) => other.id)
}

function taxReturnOf(household: Household, members: readonly ExactTaxpayer[]): TaxReturn {
  const taxpayerIds = members.map(({ id }) => id).sort(compareText)
  const filers = members.filter(({ grantorId }) => grantorId === null)
  const year = {
    short: sum(members.map(({ shortTermGain }) => shortTermGain)),
    long: sum(members.map(({ longTermGain }) => longTermGain)),
    carryforward: sum(members.map(({ lossCarryforward }) => lossCarryforward)),
  }
  const rates = filers.map((filer) => filer.rates).reduce(higherRates)
  return {
    id: taxpayerIds[0] ?? '',
    taxpayerIds,
    filerIds: filers.map(({ id }) => id),
    rates,
    ratesByCharacter: ratesByCharacter(filers),
    shortTermGain: year.short,
    longTermGain: year.long,
    lossCarryforward: year.carryforward,
    gainRoom: roomIn(household, sharedBudget(filers, 'gainsBudget'), year.short + year.long),
    taxRoom: roomIn(household, sharedBudget(filers, 'taxBudget'), nettedTax({ ...year, rates }).tax),
  }
}

/** What either spouse allows, together; null where neither has a budget. */
function sharedBudget(filers: readonly ExactTaxpayer[], kind: 'gainsBudget' | 'taxBudget'): Cents | null {
  const budgets = filers.flatMap((filer) => filer[kind] ?? [])
  return budgets.length === 0 ? null : sum(budgets)
}

/** The part of a budget that may be used up by now, less what is; a net loss so far leaves more. */
export function roomIn(household: Household, budget: Cents | null, used: Cents): Cents | null {
  if (budget === null) return null
  return atLeastZero(divideDown(budget * household.settings.budgetShare, WHOLE) - used)
}

/** Spouses on one return have one set of rates; where records differ, gains are not taxed too low. */
const higherRates = (a: Rates, b: Rates): Rates => ({
  short: greatest(a.short, b.short),
  long: greatest(a.long, b.long),
})

function ratesByCharacter(filers: readonly ExactTaxpayer[]): Map<string, Rates> {
  const rates = new Map<string, Rates>()
  for (const filer of filers)
    for (const [character, own] of filer.ratesByCharacter) {
      const other = rates.get(character)
      rates.set(character, other ? higherRates(other, own) : own)
    }
  return rates
}
