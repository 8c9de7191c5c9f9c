import type { DECISIONS } from '../proposals/decision.entity.ts'
import { approvalsNeeded, isCap, isOfBatch, type ConditionTerms } from './approval-conditions.ts'
import type { DecisionRecord } from './load-decisions.ts'
import type { Moved } from './recheck.ts'

export interface ClientApproval {
  readonly by: string
  readonly on: string
  readonly how: string
}

/** What a person decides on one proposal, on the list that was seen. */
export interface Decided {
  readonly proposalId: string
  readonly listSha256: string
  readonly decision: (typeof DECISIONS)[number]
  readonly note?: string | null | undefined
  readonly clientApproval?: ClientApproval | null | undefined
}

/** The proposal as it stands, locked, with all that an approval looks at. */
export interface Standing {
  readonly state: 'proposed' | 'edited' | 'approved' | 'rejected' | 'stale'
  readonly listSha256: string
  readonly editors: readonly string[]
  readonly isDiscretionary: boolean
  /** The day that it was planned, and today, in the zone of the exchanges. */
  readonly recordedOn: string
  readonly today: string
  readonly holding: readonly ConditionTerms[]
  readonly approvals: readonly DecisionRecord[]
  readonly moved: Moved | undefined
  /** Whether another proposal for the same accounts is approved and its facts have not moved: its trades are about to be made. */
  readonly isOtherApproved: boolean
}

export interface Verdict {
  readonly accepted: boolean
  /** Empty, or of an approval that waits for another SECOND_PERSON_NEEDED; else why it is refused. */
  readonly code: string
  readonly message: string
}

const MOST_NOTE = 2_000
const MOST_CLIENT = 200

const ACCEPTED: Verdict = { accepted: true, code: '', message: '' }
const refuse = (code: string, message: string): Verdict => ({ accepted: false, code, message })

/** Whether a decision holds; the first rule that it breaks says why not. Rules of an approval stand in `approval`. */
export function verdictOf(decided: Decided, standing: Standing, by: DecidedBy): Verdict {
  const { decision, note } = decided
  if (decided.listSha256 !== standing.listSha256)
    return refuse('LIST_CHANGED', 'Its trades were changed since you saw them: look at it again.')
  if ((note ?? '').length > MOST_NOTE)
    return refuse('NOTE_TOO_LONG', `A note has at most ${MOST_NOTE} characters.`)
  const isNoted = (note ?? '').trim() !== ''
  if (decision === 'note') return isNoted ? ACCEPTED : refuse('NOTE_NEEDED', 'A note says something.')
  if (standing.state === 'stale')
    return refuse('STALE', 'It is stale: facts that it rests on have moved. Have it planned anew.')
  if (decision === 'send_back') {
    return isNoted ? ACCEPTED : refuse('NOTE_NEEDED', 'Say what is to be worked on.')
  }
  if (standing.state === 'rejected')
    return refuse('REJECTED', 'It was rejected: send it back to open it again.')
  if (decision === 'reject') return ACCEPTED
  if (standing.state === 'approved') return refuse('ALREADY_APPROVED', 'It is approved already.')
  return approval(decided, standing, by)
}

export interface DecidedBy {
  readonly author: string
  /** What is over a cap is meant. */
  readonly confirmOverCap: boolean
}

/** Whether an approval may be given. */
function approval(decided: Decided, standing: Standing, { author, confirmOverCap }: DecidedBy): Verdict {
  const { holding, approvals, moved } = standing
  if (standing.isOtherApproved) {
    const message =
      'Another proposal of this household is approved on the same positions: reject one of them.'
    return refuse('OTHER_APPROVED', message)
  }
  if (moved) return refuse(moved.code, moved.message)
  const needed = approvalsNeeded(holding)
  if (needed === 2 && standing.editors.includes(author)) {
    const message =
      'You changed its trades, and two other persons must approve it: nobody approves their own edit.'
    return refuse('OWN_EDIT', message)
  }
  if (approvals.some((given) => given.author === author))
    return refuse('SAME_PERSON', 'You approved it already: the second approval is another person’s.')
  if (holding.some(({ noteRequired }) => noteRequired) && (decided.note ?? '').trim() === '')
    return refuse('NOTE_NEEDED', 'The policy asks whoever approves this to write why.')
  const client = clientFault(decided.clientApproval, standing)
  if (client) return refuse('CLIENT_APPROVAL_NEEDED', client)
  const caps = holding.filter(({ condition }) => isCap(condition))
  if (caps.length > 0 && !confirmOverCap) {
    return caps.some(({ condition }) => isOfBatch(condition))
      ? refuse(
          'BATCH_OVER_CAP',
          'The batch as a whole is over the cap of tax or turnover: confirm that it is meant.',
        )
      : refuse('OVER_CAP', 'It is over the cap of tax or turnover: confirm that it is meant.')
  }
  const counting = approvals.filter((given) => needed === 1 || !standing.editors.includes(given.author))
  if (counting.length + 1 >= needed) return ACCEPTED
  return {
    accepted: true,
    code: 'SECOND_PERSON_NEEDED',
    message: 'Your approval counts; another person must approve it as well.',
  }
}

/** What is missing to a client's approval where an account is not discretionary; none: nothing. */
function clientFault(
  given: ClientApproval | null | undefined,
  { isDiscretionary, approvals, recordedOn, today }: Standing,
): string | undefined {
  if (given) {
    const isSaid = (text: string) => text.trim() !== '' && text.length <= MOST_CLIENT
    if (!isSaid(given.by) || !isSaid(given.how))
      return `Say who approved for the client and how, in 1 to ${MOST_CLIENT} characters each.`
    if (given.on < recordedOn || given.on > today)
      return `The client approves these very trades, which are of ${recordedOn}: not before, and not after ${today}.`
    return undefined
  }
  if (isDiscretionary || approvals.some(({ clientBy }) => clientBy !== null)) return undefined
  return 'An account with trades is not discretionary: record who approved for the client, when and how.'
}
