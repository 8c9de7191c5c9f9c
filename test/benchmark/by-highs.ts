import type { HouseholdCase } from '../optimum/case-format.ts'
import { loadSecondOpinion } from '../optimum/second-opinion.ts'

/** Solves the same levels of a case (hh/1 JSON) by a general solver: the second opinion that the engine is tested by. */
export async function loadSolveByHighs(): Promise<(householdCase: unknown) => unknown> {
  const opinionOn = await loadSecondOpinion()
  return (householdCase) => opinionOn(householdCase as HouseholdCase)
}
