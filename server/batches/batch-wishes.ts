import type { CashFlow, PlanPreference, PlanWishes, RebalanceScope } from '../proposals/plan-wishes.ts'

/** How every household of a batch is planned. */
export interface BatchWishes extends Omit<PlanWishes, 'scope' | 'flows'> {
  /** Null, of a cash run: as the household's flows ask for. */
  readonly scope: RebalanceScope | null
  readonly preference: PlanPreference
}

/** The wishes of one household of a batch. */
export function wishesOf(wishes: BatchWishes, flows: readonly CashFlow[] | null): PlanWishes {
  return { ...wishes, scope: wishes.scope ?? scopeOfFlows(flows ?? []), flows }
}

/**
 * Money that is paid out is raised by sales alone, money that comes in is invested by purchases alone. Where a household has both,
 * either is done, and what is out of its range is brought back on the way.
 */
function scopeOfFlows(flows: readonly CashFlow[]): RebalanceScope {
  const pays = flows.some(({ withdrawal }) => isAmount(withdrawal))
  const gets = flows.some(({ contribution }) => isAmount(contribution))
  if (pays && gets) return 'band'
  return pays ? 'raise_cash' : 'invest_cash'
}

const isAmount = (dollars: string | null | undefined) => dollars != null && !/^[0.]*$/.test(dollars)
