import type { HeldAccount, Household } from '../facts/household.ts'

/** Why nothing at all is traded in an account, one sentence each; empty: it may be traded. */
export function blocksOf(household: Household, account: HeldAccount): readonly string[] {
  const unpriced = account.positions.filter(
    ({ security, isExcluded }) => security.price === null && !isExcluded,
  )
  const unpricedBlock =
    household.settings.unpricedHoldings === 'blockAccount' && unpriced.length > 0
      ? [`It holds ${unpriced.map(({ security }) => security.id).join(', ')} without a price.`]
      : []
  return [...account.blocks.map(({ detail }) => detail), ...unpricedBlock]
}

/** In a group, and blocked by nothing. */
export function isTradable(household: Household, account: HeldAccount): boolean {
  return account.groupId !== null && blocksOf(household, account).length === 0
}

/** The same as phrases: what follows "may not be sold, or bought, in the account". */
export function whatForbidsTrading(household: Household, account: HeldAccount): string[] {
  const blocks = blocksOf(household, account).map((sentence) => sentence.replace(/\.$/, ''))
  return [
    ...(account.groupId === null ? ['the account is assigned to no model'] : []),
    ...blocks.map((block) => `the account is blocked: ${block}`),
  ]
}
