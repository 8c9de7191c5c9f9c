import type { FirmTransaction } from '../../database/in-firm.ts'
import type { AccountRecord } from '../layouts/accounts.ts'
import { idOf, type FirmIds } from './firm-ids.ts'
import { tallyOf, type Tally } from './tally.ts'
import { orKnown, upsert } from './upsert.ts'
import { writeCash } from './write-cash.ts'

/** Accounts, and their cash from the as-of date on; `hasOwnCash`: accounts whose custodian states it in another file of the set. */
export async function writeAccounts(
  transaction: FirmTransaction,
  records: readonly AccountRecord[],
  ids: FirmIds,
  { asOf, hasOwnCash }: { readonly asOf: string; readonly hasOwnCash: ReadonlySet<string> },
): Promise<Tally> {
  const accounts = await upsert(
    transaction,
    {
      table: 'account',
      key: 'account_number',
      columns: {
        account_number: { type: 'text', of: ({ accountNumber }) => accountNumber },
        household_id: { type: 'uuid', of: ({ householdId }) => idOf(ids.households, householdId) },
        taxpayer_id: { type: 'uuid', of: ({ taxpayerId }) => idOf(ids.taxpayers, taxpayerId) },
        name: { type: 'text', of: ({ name }) => name },
        registration: { type: 'text', of: ({ registration }) => registration },
        tax_status: { type: 'text', of: ({ taxStatus }) => taxStatus },
        custodian: { type: 'text', of: ({ custodian }) => custodian },
        discretionary: { type: 'boolean', of: ({ discretionary }) => discretionary },
        notice_policy: { type: 'text', of: ({ noticePolicy }) => noticePolicy },
        minimum_cash: { type: 'numeric', of: ({ minimumCash }) => minimumCash },
        management: { type: 'text', of: ({ management }) => management },
        margin_approved: { type: 'boolean', of: ({ marginApproved }) => marginApproved },
        fund_cost_basis: { type: 'text', of: ({ fundCostBasis }) => fundCostBasis },
      },
      chosen: {
        management: orKnown('managed'),
        margin_approved: orKnown(false),
        fund_cost_basis: orKnown('lots'),
      },
      beginsWith: { cash: { type: 'numeric', of: ({ cash }) => cash } },
    },
    records,
    ids.accounts,
  )
  const stated = records
    .filter(({ accountNumber }) => !hasOwnCash.has(accountNumber))
    .map(({ accountNumber, cash }) => ({ accountId: idOf(ids.accounts, accountNumber), cash }))
  const changed = new Set(await writeCash(transaction, stated, asOf))
  const numbers = records.map(({ accountNumber }) => accountNumber)
  return tallyOf(
    records.length,
    accounts,
    numbers.filter((number) => changed.has(idOf(ids.accounts, number))),
  )
}
