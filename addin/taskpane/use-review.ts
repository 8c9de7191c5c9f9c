import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  BatchProposalsDocument,
  BatchReviewDocument,
  DecideProposalsDocument,
  type BatchGrouping,
  type BatchReviewQuery,
  type Decision,
  type DecideProposalsInput,
  type ProposalFilter,
  type ReviewedProposalFragment,
} from '../api/generated/graphql.ts'
import { found } from './collect-batch.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import { usePages, type Pages, type ReadPage } from './use-pages.ts'
import { useSelection, type Selection } from './use-selection.ts'

/** What of a batch is reviewed. */
export interface ReviewChoice {
  readonly by: BatchGrouping
  /** The group that is listed; null: all. */
  readonly groupKey: string | null
  readonly outliersOnly: boolean
}

/** What became of decisions. */
export interface Decided {
  readonly accepted: number
  /** Approved by this person, and waiting for another one. */
  readonly waiting: number
  readonly refused: readonly string[]
  readonly isOverCap: boolean
}

type Groups = NonNullable<BatchReviewQuery['batch']>

/** A batch's proposals under review. */
export interface Review {
  readonly choice: ReviewChoice
  readonly choose: (part: Partial<ReviewChoice>) => void
  readonly groups: Groups | null
  readonly pages: Pages<ReviewedProposalFragment>
  readonly selection: Selection
  readonly isAllChosen: boolean
  readonly chooseAll: (isAll: boolean) => void
  readonly isDeciding: boolean
  readonly decided: Decided | null
  readonly failure: string | null
  readonly decide: (decision: Decision, note: string, confirmOverCap: boolean) => void
}

const GROUP_FIELD = { MODEL: 'modelId', ADVISOR: 'advisor', CUSTODIAN: 'custodian' } as const
/** What can still be decided on; what was rejected can be sent back. */
const REVIEWED = ['PROPOSED', 'EDITED', 'APPROVED', 'REJECTED'] as const
const OVER_CAP: ReadonlySet<string> = new Set(['OVER_CAP', 'BATCH_OVER_CAP'])

/** Lists proposals and takes decisions on those ticked, or on all that are listed. */
export function useReview(batchId: string): Review {
  const { ask, newId, signOut } = usePaneTools()
  const [choice, setChoice] = useState<ReviewChoice>({ by: 'MODEL', groupKey: null, outliersOnly: false })
  const [groups, setGroups] = useState<Groups | null>(null)
  const [isAllChosen, setAllChosen] = useState(false)
  const [isDeciding, setDeciding] = useState(false)
  const [decided, setDecided] = useState<Decided | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const selection = useSelection()
  /** All that the filter found when the list was read, by its hash: a decision on all is on no others. */
  const listed = useRef<{ readonly count: number; readonly sha256: string } | null>(null)
  const unanswered = useRef<{ readonly asked: string; readonly id: string } | null>(null)
  const { by, groupKey, outliersOnly } = choice
  const filter = useMemo(
    (): ProposalFilter => ({
      states: [...REVIEWED],
      ...(groupKey === null ? {} : { [GROUP_FIELD[by]]: groupKey }),
      ...(outliersOnly ? { outliersOnly } : {}),
    }),
    [by, groupKey, outliersOnly],
  )
  const read = useCallback<ReadPage<ReviewedProposalFragment>>(
    async (page, signal) => {
      const isFirst = page.after === null
      const variables = { id: batchId, ...page, filter, orderBy: 'TAX_DESC' as const, isFirst }
      const batch = found((await ask(BatchProposalsDocument, variables, signal)).batch)
      if (batch.selection) listed.current = { count: batch.selection.count, sha256: batch.selection.sha256 }
      return batch.proposals
    },
    [ask, batchId, filter],
  )
  const pages = usePages(read)

  const fail = useCallback(
    (error: unknown) => {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      else setFailure(sentenceOf(error))
    },
    [signOut],
  )
  const readGroups = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setGroups(found((await ask(BatchReviewDocument, { id: batchId, by }, signal)).batch))
      } catch (error) {
        if (!signal?.aborted) fail(error)
      }
    },
    [ask, batchId, by, fail],
  )
  useEffect(() => {
    const control = new AbortController()
    void readGroups(control.signal)
    return () => control.abort()
  }, [readGroups])

  /** Those ticked, bound to the lists that were seen; or all that were listed, bound to the hash of them. */
  const inputOf = (
    decision: Decision,
    note: string,
    confirmOverCap: boolean,
  ): Omit<DecideProposalsInput, 'clientMutationId'> => {
    const said = note.trim() === '' ? null : note.trim()
    if (isAllChosen && listed.current)
      return { batchId, confirmOverCap, all: { filter, ...listed.current, decision, note: said } }
    const decisions = pages.rows
      .filter(({ id }) => selection.ids.has(id))
      .map(({ id, listSha256 }) => ({ proposalId: id, listSha256, decision, note: said }))
    return { batchId, confirmOverCap, decisions }
  }

  const decide = async (decision: Decision, note: string, confirmOverCap: boolean) => {
    setDeciding(true)
    setDecided(null)
    setFailure(null)
    try {
      const input = inputOf(decision, note, confirmOverCap)
      const asked = JSON.stringify(input)
      const request = unanswered.current?.asked === asked ? unanswered.current : { asked, id: newId() }
      unanswered.current = request
      const { decideProposals: answer } = await ask(DecideProposalsDocument, {
        input: { clientMutationId: request.id, ...input },
      })
      unanswered.current = null
      if (answer.__typename !== 'DecideProposalsPayload') return setFailure(answer.message)
      const { verdicts } = answer
      setDecided({
        accepted: verdicts.filter(({ accepted }) => accepted).length,
        waiting: verdicts.filter(({ accepted, code }) => accepted && code !== '').length,
        refused: verdicts
          .filter(({ accepted }) => !accepted)
          .map(({ proposal, message }) => (proposal ? `${proposal.household.name}: ${message}` : message)),
        isOverCap: verdicts.some(({ code }) => OVER_CAP.has(code)),
      })
      selection.clear()
      setAllChosen(false)
      pages.refresh()
      await readGroups()
    } catch (error) {
      fail(error)
    } finally {
      setDeciding(false)
    }
  }

  return {
    choice,
    choose: (part) => {
      setAllChosen(false)
      selection.clear()
      setChoice((current) => ({ ...current, ...part }))
    },
    groups,
    pages,
    selection,
    isAllChosen,
    chooseAll: setAllChosen,
    isDeciding,
    decided,
    failure,
    decide: (decision, note, confirmOverCap) => void decide(decision, note, confirmOverCap),
  }
}
