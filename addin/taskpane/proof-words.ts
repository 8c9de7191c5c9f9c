import type { FitFiguresFragment, PlanLevel, ProposalDetailFragment } from '../api/generated/graphql.ts'
import { counted, money, shares } from './figures.ts'

const LEVEL_WORDS = {
  CASH_SHORTFALL: 'missing cash',
  WASHED_FOR_CASH: 'sales of washed lots',
  BUDGET_EXCESS: 'excess over budgets',
  SHORT_TERM_GAIN: 'short-term gains',
  LEGACY_GAIN: 'gains outside the model',
  BAND_VIOLATION: 'value outside bands',
  GOAL_VIOLATION: 'value off its goal',
  COST: 'cost',
  DEVIATION: 'deviation',
  RELATIVE_SHORTFALL: 'shortfall',
  LOCATION_DRAG: 'location drag',
  ORDERS: 'orders',
} as const satisfies Record<PlanLevel, string>

type Certificate = NonNullable<ProposalDetailFragment['certificate']>

/** How near a plan is to the best possible, in one sentence and what follows from it. */
export function certificateInWords({ isOptimal, levels, causes }: Certificate): string {
  const first = levels.find(({ gap }) => Number(gap) > 0)
  if (isOptimal || !first) return 'Best possible: no other trades would do better.'
  const why = causes.map(({ sentence }) => ` ${sentence}`).join('')
  return `Within ${money(first.gap)} of the best possible, counted in ${LEVEL_WORDS[first.level]}.${why}`
}

/** What the trades add to the year's tax over all returns; the sum over lots where no return was worked out. */
export function addedTaxInWords({
  nettedTax,
  taxCost,
}: {
  readonly nettedTax: string | null
  readonly taxCost: string
}): string {
  return nettedTax === null ? `estimated tax ${money(taxCost)}` : `tax ${money(nettedTax)}`
}

/** A year's tax on gains of one return, without the trades and with them. */
export function taxInWords({
  taxpayers,
  nettedTaxBefore,
  nettedTaxAfter,
}: ProposalDetailFragment['taxReturns'][number]): string {
  const whose = taxpayers.map(({ reference }) => reference).join(', ')
  const isUnchanged = Number(nettedTaxBefore) === Number(nettedTaxAfter)
  const figures = isUnchanged
    ? `${money(nettedTaxAfter)} with and without the trades`
    : `${money(nettedTaxBefore)} before, ${money(nettedTaxAfter)} after the trades`
  return `Year’s tax on gains, ${whose}: ${figures}`
}

/** A loss that a purchase disallows. */
export function lossInWords(loss: ProposalDetailFragment['disallowedLosses'][number]): string {
  const { account, security, blockerAccount, blockerSecurity, bought, isLostForGood } = loss
  const what = `${money(loss.loss)} of loss on ${shares(loss.shares)} ${security.symbol} in ${account.accountNumber} is disallowed`
  const why = `${blockerSecurity.symbol} is bought in ${blockerAccount.accountNumber} on ${bought}`
  return `${what}: ${why}.${isLostForGood ? ' It is lost for good.' : ''}`
}

/** What a plan comes to, behind its name. */
export function fitInWords(fit: FitFiguresFragment): string {
  return `${counted(fit.tradeCount, 'trade')}, ${addedTaxInWords(fit)}, ${fit.outOfBand} out of band`
}
