import type { Household } from '../facts/household.ts'
import { budgetsOf } from '../rules/gains-budget.ts'
import { moneyOf } from './class-goals.ts'
import type { PossibleSale, SideBudget, TradingAccount } from './possible-trades.ts'

/** The limits on sums over sales: gains and tax of each return, and turnover. */
export function sideBudgets(
  household: Household,
  accounts: readonly TradingAccount[],
  sales: readonly PossibleSale[],
): SideBudget[] {
  const indexOf = new Map(accounts.map(({ account }, index) => [account.id, index]))
  const budgets = budgetsOf(household).map((budget): SideBudget => ({
    id: budget.id,
    kind: budget.kind,
    room: moneyOf(budget.room),
    accounts: new Set(budget.accountIds.flatMap((id) => indexOf.get(id) ?? [])),
  }))
  const { turnoverBudget } = household.settings
  const everywhere = new Set(accounts.keys())
  return turnoverBudget === null
    ? budgets
    : [
        ...budgets,
        {
          id: 'turnover',
          kind: 'turnover',
          // What cash needs sell is beside the budget.
          room: moneyOf(turnoverBudget) + cashToRaise(accounts, sales),
          accounts: everywhere,
        },
      ]
}

/** Of the missing cash, what each account's own sales can raise; the rest is no reason to sell elsewhere. */
function cashToRaise(accounts: readonly TradingAccount[], sales: readonly PossibleSale[]): number {
  const sellable = new Float64Array(accounts.length)
  for (const { account, lots } of sales) for (const { value } of lots) sellable[account]! += value
  return accounts.reduce(
    (total, { cash, restore }, index) => total + Math.min(Math.max(0, restore - cash), sellable[index] ?? 0),
    0,
  )
}
