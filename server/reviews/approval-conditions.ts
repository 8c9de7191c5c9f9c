import { Decimal } from 'decimal.js'
import type { APPROVAL_CONDITIONS } from '../proposals/decision.entity.ts'
import type { ProposalFlag } from '../proposals/review-flags.ts'

export type ApprovalCondition = (typeof APPROVAL_CONDITIONS)[number]

/** What a firm asks for where a condition holds. */
export interface ConditionTerms {
  readonly condition: ApprovalCondition
  readonly secondPerson: boolean
  readonly noteRequired: boolean
  /** Dollars of tax, or turnover as a fraction of the base, from which a cap's condition holds; null: of the others. */
  readonly cap: string | null
}

export type ApprovalPolicyTerms = readonly ConditionTerms[]

/** What conditions look at. Turnover is half of what is sold and bought, over the base. */
export interface Weighed {
  readonly flags: readonly ProposalFlag[]
  readonly taxCost: string
  readonly turnoverValue: string
  readonly base: string
}

/** Conditions that are about the size of something: where one holds, an approval says that it is meant. */
const CAPS: ReadonlySet<ApprovalCondition> = new Set([
  'tax_over_cap',
  'turnover_over_cap',
  'batch_tax_over_cap',
  'batch_turnover_over_cap',
])

export const isCap = (condition: ApprovalCondition) => CAPS.has(condition)
export const isOfBatch = (condition: ApprovalCondition) => condition.startsWith('batch_')

const reaches = (value: Decimal.Value, cap: string | null) => cap !== null && new Decimal(value).gte(cap)

/** Half of what is sold and bought over the base, a fraction; 0 where the base is 0. */
export function turnoverOf({ turnoverValue, base }: Pick<Weighed, 'turnoverValue' | 'base'>): Decimal {
  return new Decimal(base).isZero() ? new Decimal(0) : new Decimal(turnoverValue).div(2).div(base)
}

type Check = (cap: string | null, proposal: Weighed, batch: Omit<Weighed, 'flags'> | undefined) => boolean

const HOLDS: Record<ApprovalCondition, Check> = {
  every_proposal: () => true,
  non_discretionary: (_cap, { flags }) => flags.includes('non_discretionary'),
  override_touched: (_cap, { flags }) => flags.includes('override_touched'),
  wash_sale_risk: (_cap, { flags }) => flags.includes('wash_sale_risk'),
  tax_over_cap: (cap, { taxCost }) => reaches(taxCost, cap),
  turnover_over_cap: (cap, proposal) => reaches(turnoverOf(proposal), cap),
  batch_tax_over_cap: (cap, _proposal, batch) => batch !== undefined && reaches(batch.taxCost, cap),
  batch_turnover_over_cap: (cap, _proposal, batch) => batch !== undefined && reaches(turnoverOf(batch), cap),
}

/** The conditions of a policy that hold for a proposal, with the sums of its batch where it has one. */
export function conditionsThatHold(
  policy: ApprovalPolicyTerms,
  proposal: Weighed,
  batch: Omit<Weighed, 'flags'> | undefined,
): ConditionTerms[] {
  return policy.filter(({ condition, cap }) => HOLDS[condition](cap, proposal, batch))
}

/** How many different persons must approve where these conditions hold. */
export const approvalsNeeded = (holding: readonly ConditionTerms[]) =>
  holding.some(({ secondPerson }) => secondPerson) ? 2 : 1
