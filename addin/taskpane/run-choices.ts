import type {
  BatchPlanInput,
  BatchSelectionInput,
  PlanPreference,
  RebalanceMode,
  RebalanceScope,
} from '../api/generated/graphql.ts'
import type { QueueChoice } from './queue-filter.ts'
import { queueFilter } from './queue-filter.ts'

/** Which households a run is for, as the person chooses among them. */
export type RunSelectionKind = 'selected' | 'queue' | 'model' | 'advisor' | 'custodian' | 'references' | 'all'

/** What the person chose before starting a run. */
export interface RunChoices {
  readonly kind: RunSelectionKind
  readonly modelId: string
  readonly advisor: string
  readonly custodian: string
  readonly scope: RebalanceScope
  /** Of the scope SLEEVE: the name of a class or tier, as typed. */
  readonly sleeve: string
  readonly mode: RebalanceMode
  readonly preference: PlanPreference
  readonly name: string
}

export const MODE_WORDS = {
  TARGET: 'To target',
  MIDPOINT: 'Half way',
  BAND: 'Into band',
} as const satisfies Record<RebalanceMode, string>

/** Scopes of which the person says how far they go; of the others the scope itself does. */
const SCOPES_WITH_MODE: ReadonlySet<RebalanceScope> = new Set(['SLEEVE', 'SELL_ONLY', 'BUY_ONLY'])

export function hasMode(scope: RebalanceScope): boolean {
  return SCOPES_WITH_MODE.has(scope)
}

/** What the choices are made among. */
export interface RunContext {
  readonly queue: QueueChoice
  /** Ticked in the queue or in the list of households. */
  readonly selectedIds: readonly string[]
  /** Texts of the cells selected in the sheet; null where they were not read. */
  readonly references: readonly string[] | null
}

/** The households in the words of the schema, or what is missing. */
export type RunSelection =
  | { readonly kind: 'ready'; readonly selection: BatchSelectionInput }
  | { readonly kind: 'missing'; readonly sentence: string }

export function selectionOf(choices: RunChoices, context: RunContext): RunSelection {
  const ready = (selection: BatchSelectionInput): RunSelection => ({ kind: 'ready', selection })
  const missing = (sentence: string): RunSelection => ({ kind: 'missing', sentence })
  switch (choices.kind) {
    case 'selected':
      return ready({ householdIds: [...context.selectedIds] })
    case 'queue':
      return ready({ alerts: queueFilter(context.queue) })
    case 'model':
      return choices.modelId ? ready({ modelId: choices.modelId }) : missing('Choose a model.')
    case 'advisor':
      return choices.advisor ? ready({ advisor: choices.advisor }) : missing('Choose an advisor.')
    case 'custodian':
      return choices.custodian ? ready({ custodian: choices.custodian }) : missing('Choose a custodian.')
    case 'references':
      return context.references === null || context.references.length === 0
        ? missing('Select cells with references of households or account numbers, then read them.')
        : ready({ references: [...context.references] })
    case 'all':
      return ready({ all: true })
  }
}

/** How each household is planned, in the words of the schema. */
export function planInputOf({ scope, sleeve, mode, preference }: RunChoices): BatchPlanInput {
  return {
    scope,
    preference,
    ...(scope === 'SLEEVE' ? { sleeve: sleeve.trim() } : {}),
    ...(hasMode(scope) ? { mode } : {}),
  }
}
