/** Solves the same levels of a case (hh/1 JSON) by a general solver. */
export type SolveByHighs = (householdCase: unknown) => Promise<unknown>

/** The second opinion that the engine is tested by; null where it is not there. */
export async function loadSolveByHighs(): Promise<SolveByHighs | null> {
  // By a name that is not looked up before it runs.
  const place: string = '../optimum/second-opinion.ts'
  try {
    const { secondOpinion } = (await import(place)) as { secondOpinion: (householdCase: unknown) => unknown }
    return (householdCase) => Promise.resolve(secondOpinion(householdCase))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null
    throw error
  }
}
