import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import type { Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { unnested, type BulkColumns } from '../database/unnested.ts'
import type { Problem, Refused } from '../graphql/refusals.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import type { CashFlow } from '../proposals/plan-wishes.ts'
import type { BatchWishes } from './batch-wishes.ts'
import { makeBatch } from './make-batch.ts'
import { refuse, refusedBatch, type StartedBatch } from './start-batch.ts'

export type CashFlowKind = 'withdrawal' | 'rmd' | 'contribution'

/** A row of a cash run as it was sent, amounts in dollars. */
export interface CashRunRow {
  readonly rowKey: string
  readonly accountNumber: string
  readonly withdrawal?: string | null | undefined
  readonly contribution?: string | null | undefined
  readonly kind?: CashFlowKind | null | undefined
}

export interface CashRunRequest {
  readonly name: string
  readonly flows: readonly CashRunRow[]
  readonly wishes: BatchWishes
  readonly author: string
}

const MOST_ROWS = 20_000
const MOST_DOLLARS = '1000000000000'
const MOST_PROBLEMS = 100

/** A row that is right by itself, of an account that may not be there yet. */
interface ReadRow {
  readonly place: number
  readonly accountNumber: string
  readonly kind: CashFlowKind
  readonly dollars: string
}

/** Plans every household with an account of the rows, each funded at the least tax. With one fault in a row none is started. */
export async function startCashRun(
  transaction: FirmTransaction,
  { name, flows, wishes, author }: CashRunRequest,
): Promise<Outcome<StartedBatch, Refused>> {
  const refusal = refusedBatch(name, wishes)
  if (refusal) return refusal
  if (flows.length === 0) return refuse('EMPTY_SELECTION', 'A cash run has a row at least.')
  if (flows.length > MOST_ROWS) return refuse('TOO_MANY_ROWS', `A cash run has at most ${MOST_ROWS} rows.`)
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined)
    return refuse('NO_POSITIONS', 'Nothing was loaded yet: import lots and prices first.')
  const problems: Problem[] = []
  const rows = readRows(flows, problems)
  const accounts = await accountsOf(transaction, rows)
  refuseMisplaced(rows, accounts, problems)
  const [first] = problems
  if (first) {
    const more = problems.length > 1 ? ` (the first of ${problems.length} problems)` : ''
    return refuse(
      'ROWS_REFUSED',
      `${first.message}${more} Nothing was started.`,
      problems.slice(0, MOST_PROBLEMS),
    )
  }
  const households = flowsByHousehold(rows, accounts)
  const made = await makeBatch(transaction, {
    ...{ kind: 'cash_run', name: name.trim(), wishes, asOf, author },
    selection: { flows: households },
    households: sql`select household_id, flows from ${unnested(households, HOUSEHOLD_COLUMNS, 'flowing')}`,
  })
  // Every account of the rows was found, and each has a household.
  if (made.kind === 'noHouseholds') throw new Error('A cash run without households')
  const { batchId, audit } = made
  return { kind: 'done', result: { batchId, alreadyRunning: made.kind === 'alreadyRunning' }, audit }
}

function readRows(flows: readonly CashRunRow[], problems: Problem[]): ReadRow[] {
  const keys = new Set<string>()
  const seen = new Set<string>()
  return flows.flatMap(({ rowKey, accountNumber, withdrawal, contribution, kind }, place): ReadRow[] => {
    const complain = (column: string, code: string, message: string) => {
      problems.push({ code, message: `Row ${rowKey}: ${message}`, place: `flows.${place}.${column}` })
      return []
    }
    if (keys.has(rowKey)) return complain('rowKey', 'ROW_KEY_TWICE', 'another row has this key.')
    keys.add(rowKey)
    if ((withdrawal ?? null) === null ? (contribution ?? null) === null : (contribution ?? null) !== null)
      return complain('withdrawal', 'ONE_AMOUNT', 'it has a withdrawal or a contribution, one of the two.')
    const pays = (withdrawal ?? null) !== null
    const column = pays ? 'withdrawal' : 'contribution'
    const dollars = new Decimal((pays ? withdrawal : contribution)!)
    if (!dollars.gt(0) || dollars.decimalPlaces() > 2 || dollars.gt(MOST_DOLLARS))
      return complain(
        column,
        'NOT_AN_AMOUNT',
        `${dollars.toFixed()} is no amount of dollars and cents above 0.`,
      )
    const told = kind ?? (pays ? 'withdrawal' : 'contribution')
    if ((told === 'contribution') === pays)
      return complain('kind', 'KIND_DISAGREES', `it is called a ${told}, and has a ${column}.`)
    const number = accountNumber.trim()
    if (seen.has(`${number} ${told}`))
      return complain('accountNumber', 'ACCOUNT_TWICE', `account ${number} has another ${told}: add them up.`)
    seen.add(`${number} ${told}`)
    return [{ place, accountNumber: number, kind: told, dollars: dollars.toFixed(2) }]
  })
}

interface FlowingAccount {
  readonly id: string
  readonly account_number: string
  readonly household_id: string
  readonly tax_status: string
}

/** By account number. */
async function accountsOf(
  { firmId, kysely }: FirmTransaction,
  rows: readonly ReadRow[],
): Promise<ReadonlyMap<string, FlowingAccount>> {
  const numbers = rows.map(({ accountNumber }) => accountNumber)
  const found = await kysely
    .selectFrom('account')
    .select(['id', 'account_number', 'household_id', 'tax_status'])
    .where('firm_id', '=', firmId)
    .where('account_number', '=', sql<string>`any(${numbers}::text[])`)
    .execute()
  return new Map(found.map((account) => [account.account_number, account]))
}

function refuseMisplaced(
  rows: readonly ReadRow[],
  accounts: ReadonlyMap<string, FlowingAccount>,
  problems: Problem[],
): void {
  for (const { place, accountNumber, kind } of rows) {
    const account = accounts.get(accountNumber)
    if (!account) {
      const message = `There is no account ${accountNumber} in this firm.`
      problems.push({ code: 'UNKNOWN_ACCOUNT', message, place: `flows.${place}.accountNumber` })
    } else if (kind === 'rmd' && account.tax_status !== 'tax_deferred') {
      const message = `A required minimum distribution comes from a tax-deferred account, and ${accountNumber} is ${account.tax_status.replace('_', '-')}.`
      problems.push({ code: 'NOT_TAX_DEFERRED', message, place: `flows.${place}.kind` })
    }
  }
}

interface FlowingHousehold {
  readonly household: string
  readonly flows: readonly CashFlow[]
}

const HOUSEHOLD_COLUMNS: BulkColumns<FlowingHousehold> = {
  household_id: { type: 'uuid', of: ({ household }) => household },
  flows: { type: 'jsonb', of: ({ flows }) => JSON.stringify(flows) },
}

/** The flows of each household, one an account, in order of id: the same rows in any order are the same run. */
function flowsByHousehold(
  rows: readonly ReadRow[],
  accounts: ReadonlyMap<string, FlowingAccount>,
): FlowingHousehold[] {
  const byId = (a: string, b: string) => (a < b ? -1 : 1)
  const byAccount = Map.groupBy(rows, ({ accountNumber }) => accounts.get(accountNumber)!)
  const flows = [...byAccount].map(([account, ofAccount]) => {
    const sum = (isContribution: boolean) =>
      ofAccount
        .filter(({ kind }) => (kind === 'contribution') === isContribution)
        .reduce((total, { dollars }) => total.plus(dollars), new Decimal(0))
        .toFixed(2)
    return {
      household: account.household_id,
      flow: { accountId: account.id, contribution: sum(true), withdrawal: sum(false) },
    }
  })
  return [...Map.groupBy(flows, ({ household }) => household)]
    .map(([household, own]) => ({
      household,
      flows: own.map(({ flow }) => flow).sort((a, b) => byId(a.accountId, b.accountId)),
    }))
    .sort((a, b) => byId(a.household, b.household))
}
