import { sql } from 'kysely'
import type { Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Refused } from '../graphql/refusals.ts'
import { latestCompleteDate } from '../monitoring/refresh-drift.ts'
import { refusedWishes } from '../proposals/plan-wishes.ts'
import { wishesOf, type BatchWishes } from './batch-wishes.ts'
import { makeBatch } from './make-batch.ts'
import {
  isEmptySelection,
  plainSelection,
  selectedHouseholds,
  unknownReferences,
  type BatchSelection,
} from './selection.ts'

export interface BatchRequest {
  readonly name: string
  readonly selection: BatchSelection
  readonly wishes: BatchWishes
  readonly author: string
}

/** The batch, and whether it ran already and nothing was started. */
export interface StartedBatch {
  readonly batchId: string
  readonly alreadyRunning: boolean
}

export const refuse = (
  code: string,
  message: string,
  problems: Extract<Refused, { kind: 'refused' }>['problems'] = [],
): Outcome<never, Refused> => ({ kind: 'refused', refused: { kind: 'refused', code, message, problems } })

const LONGEST_NAME = 200

/** Why a batch of that name, so planned, cannot be; none: it can. */
export function refusedBatch(name: string, wishes: BatchWishes): Outcome<never, Refused> | undefined {
  if (name.trim() === '' || name.length > LONGEST_NAME)
    return refuse('BAD_NAME', `A batch has a name of 1 to ${LONGEST_NAME} characters.`)
  const never = refusedWishes(wishesOf(wishes, null))
  return never && refuse(never.code, never.message)
}

/** Starts planning all households of a selection, each as of the firm's latest complete date when it is planned. */
export async function startBatch(
  transaction: FirmTransaction,
  { name, selection, wishes, author }: BatchRequest,
): Promise<Outcome<StartedBatch, Refused>> {
  const refusal = refusedBatch(name, wishes)
  if (refusal) return refusal
  if (isEmptySelection(selection))
    return refuse('EMPTY_SELECTION', 'Say which households: by one condition at least, or all of them.')
  const asOf = await latestCompleteDate(transaction)
  if (asOf === undefined)
    return refuse('NO_POSITIONS', 'Nothing was loaded yet: import lots and prices first.')
  const problems = await unknownReferences(transaction, selection)
  if (problems[0]) return refuse('UNKNOWN_REFERENCE', `${problems[0].message} Nothing was started.`, problems)
  const made = await makeBatch(transaction, {
    ...{ kind: 'rebalance', name: name.trim(), wishes, asOf, author },
    selection: plainSelection(selection),
    households: sql`select h.id as household_id, null::jsonb as flows from household h
      where h.firm_id = ${transaction.firmId} and ${selectedHouseholds(transaction, selection, asOf)}`,
  })
  if (made.kind === 'noHouseholds') return refuse('NO_HOUSEHOLDS', 'No household fits the selection.')
  const { batchId, audit } = made
  return { kind: 'done', result: { batchId, alreadyRunning: made.kind === 'alreadyRunning' }, audit }
}
