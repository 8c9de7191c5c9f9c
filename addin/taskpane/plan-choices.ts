import type { PlanInput, RebalanceScope } from '../api/generated/graphql.ts'

/** What the person chose before asking for trades. */
export interface PlanChoices {
  readonly scope: RebalanceScope
  /** Of the scope SLEEVE: a class or tier of the household's model. */
  readonly sleeve: string
  readonly cash: 'none' | 'withdrawal' | 'contribution'
  readonly accountId: string
  /** As typed. */
  readonly amount: string
}

export const SCOPE_WORDS = {
  TARGET: 'Everything, to target',
  MIDPOINT: 'Everything, half way',
  BAND: 'Everything, into band',
  SLEEVE: 'One class or tier',
  INVEST_CASH: 'Invest cash',
  RAISE_CASH: 'Raise cash',
  HARVEST: 'Harvest losses',
  SELL_ONLY: 'Sell only',
  BUY_ONLY: 'Buy only',
} as const satisfies Record<RebalanceScope, string>

export const SCOPES = Object.keys(SCOPE_WORDS) as readonly RebalanceScope[]

/** What the server is asked, or what is wrong with the amount. */
export type PlanAsked =
  | { readonly kind: 'ready'; readonly plan: PlanInput }
  | { readonly kind: 'amountFault'; readonly sentence: string }

/** Turns choices into what the server is asked. */
export function planOf(householdId: string, choices: PlanChoices): PlanAsked {
  const { scope, sleeve, cash, accountId, amount } = choices
  const plan: PlanInput = { householdId, scope, ...(scope === 'SLEEVE' ? { sleeve } : {}) }
  if (cash === 'none') return { kind: 'ready', plan }
  const dollars = dollarsOf(amount)
  if (dollars === undefined)
    return { kind: 'amountFault', sentence: 'Type dollars above zero, such as 12,500 or 12500.50.' }
  return { kind: 'ready', plan: { ...plan, flows: [{ accountId, [cash]: dollars }] } }
}

/** Dollars as people type them: with a sign of currency and commas or without; at most two places, above zero. */
function dollarsOf(text: string): string | undefined {
  const typed = text.trim().replace(/^\$\s*/, '')
  if (!/^(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?$/.test(typed)) return undefined
  const dollars = typed.replaceAll(',', '')
  return /[1-9]/.test(dollars) ? dollars : undefined
}
