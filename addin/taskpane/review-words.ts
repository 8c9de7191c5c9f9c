import type { ApprovalCondition, ProposalFlag, ReviewedProposalFragment } from '../api/generated/graphql.ts'

export const FLAG_WORDS = {
  NON_DISCRETIONARY: 'not discretionary',
  OUT_OF_RANGE_LEFT: 'out of band left',
  OVERRIDE_TOUCHED: 'override touched',
  PRICE_MOVE: 'unexplained price move',
  SHORT_OF_CASH: 'short of cash',
  WARNED: 'warned',
  WASH_SALE_RISK: 'wash-sale risk',
} as const satisfies Record<ProposalFlag, string>

const CONDITION_WORDS = {
  EVERY_PROPOSAL: 'by policy',
  NON_DISCRETIONARY: 'not discretionary',
  OVERRIDE_TOUCHED: 'override touched',
  WASH_SALE_RISK: 'wash-sale risk',
  TAX_OVER_CAP: 'tax over the cap',
  TURNOVER_OVER_CAP: 'turnover over the cap',
  BATCH_TAX_OVER_CAP: 'tax of the batch over the cap',
  BATCH_TURNOVER_OVER_CAP: 'turnover of the batch over the cap',
} as const satisfies Record<ApprovalCondition, string>

/** What an approval of it still needs, and why: `needs 2 persons and a note: override touched`; '' where one person suffices. */
export function needsInWords(proposal: ReviewedProposalFragment): string {
  const { approvalsNeeded, noteNeeded, requires, approvals, state } = proposal
  if (state === 'APPROVED') return `approved by ${approvals.map(({ author }) => author).join(' and ')}`
  const needs = [
    ...(approvalsNeeded > 1
      ? [
          approvals.length > 0
            ? `one more person than ${approvals.map(({ author }) => author).join(', ')}`
            : `${approvalsNeeded} persons`,
        ]
      : []),
    ...(noteNeeded ? ['a note'] : []),
  ]
  if (needs.length === 0) return ''
  const because = requires.map((condition) => CONDITION_WORDS[condition]).join(', ')
  return `needs ${needs.join(' and ')}${because && `: ${because}`}`
}

/** What stands out of a proposal, in a line. */
export function flagsInWords({ flags }: Pick<ReviewedProposalFragment, 'flags'>): string {
  return flags.map((flag) => FLAG_WORDS[flag]).join(', ')
}
