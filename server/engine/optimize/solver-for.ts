import type { Snapshot } from '../snapshot.ts'
import { loadGeneralSolver, type GeneralSolver } from './general-solver.ts'

/** Stands in where nothing can ask for a solver. */
const NO_SOLVER: GeneralSolver = {
  minimize() {
    throw new Error('A solver was asked for where no budget is')
  },
}

/** What a plan of the household may need: HiGHS is loaded only where a budget could bind. */
export async function solverFor(snapshot: Snapshot): Promise<GeneralSolver> {
  return hasBudget(snapshot) ? loadGeneralSolver() : NO_SOLVER
}

function hasBudget({ taxpayers, settings }: Snapshot): boolean {
  return (
    settings.turnoverBudget !== null ||
    taxpayers.some(({ gainsBudget, taxBudget }) => gainsBudget !== null || taxBudget !== null)
  )
}
