import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  QueueNowDocument,
  QueuedHouseholdsDocument,
  type QueueNowQuery,
  type QueuedHouseholdRowFragment,
} from '../api/generated/graphql.ts'
import { usePaneTools } from './pane-tools.ts'
import { WHOLE_QUEUE, placeFilter, queueFilter, type QueueChoice } from './queue-filter.ts'
import { usePages, type Pages, type ReadPage } from './use-pages.ts'
import { useSelection, type Selection } from './use-selection.ts'
import { useVisiblePoll } from './use-visible-poll.ts'

const POLL_IN_MILLISECONDS = 15_000

/** The queue as it is shown, with what the person chose and ticked. */
export interface Queue {
  readonly choice: QueueChoice
  readonly choose: (part: Partial<QueueChoice>) => void
  /** Null until the first answer. */
  readonly counts: QueueNowQuery | null
  readonly pages: Pages<QueuedHouseholdRowFragment>
  readonly selection: Selection
  /** All that the choice lists, whether or not it was read yet. */
  readonly isAllChosen: boolean
  readonly chooseAll: (isAll: boolean) => void
  readonly reload: () => void
}

/** The queue, kept while other screens are shown; `isShown` says whether it is looked after. */
export function useQueue(isShown: boolean): Queue {
  const { ask, signOut } = usePaneTools()
  const [choice, setChoice] = useState<QueueChoice>(WHOLE_QUEUE)
  const [counts, setCounts] = useState<QueueNowQuery | null>(null)
  const [isAllChosen, setAllChosen] = useState(false)
  const selection = useSelection()
  const place = useMemo(() => placeFilter(choice), [choice])
  const filter = useMemo(() => queueFilter(choice), [choice])

  const readPage = useCallback<ReadPage<QueuedHouseholdRowFragment>>(
    async (page, signal) =>
      (await ask(QueuedHouseholdsDocument, { ...page, filter }, signal)).queuedHouseholds,
    [ask, filter],
  )
  const pages = usePages(readPage)
  const pagesNow = useRef(pages)
  useEffect(() => {
    pagesNow.current = pages
  })

  const counting = useRef<AbortController | null>(null)
  const known = useRef<{ readonly filter: object; readonly counts: string } | null>(null)
  const count = useCallback(async () => {
    counting.current?.abort()
    const control = new AbortController()
    counting.current = control
    try {
      const now = await ask(QueueNowDocument, { filter: place, listed: filter }, control.signal)
      if (control.signal.aborted) return
      setCounts(now)
      // The list is only read again where the counts say that it is another one.
      const seen = { filter, counts: JSON.stringify(now) }
      if (known.current?.filter === filter && known.current.counts !== seen.counts) pagesNow.current.refresh()
      known.current = seen
    } catch (error) {
      if (control.signal.aborted) return
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      // Otherwise the figures stay as they are; the list tells what is wrong, and the next poll comes.
    }
  }, [ask, signOut, place, filter])
  useEffect(() => {
    void count()
    return () => counting.current?.abort()
  }, [count])
  useVisiblePoll(() => void count(), isShown ? POLL_IN_MILLISECONDS : null)

  return {
    choice,
    choose: (part) => {
      setAllChosen(false)
      setChoice((current) => ({ ...current, ...part }))
    },
    counts,
    pages,
    selection,
    isAllChosen,
    chooseAll: setAllChosen,
    reload: () => {
      pages.reload()
      void count()
    },
  }
}
