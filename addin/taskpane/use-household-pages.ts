import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  HouseholdListDocument,
  type HouseholdFilter,
  type HouseholdListQuery,
  type HouseholdSummaryFragment,
} from '../api/generated/graphql.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'

const PAGE_SIZE = 50
const TYPING_PAUSE_IN_MILLISECONDS = 250

/** What the person wants listed. */
export interface ListChoice {
  readonly search: string
  readonly outOfBandOnly: boolean
}

/** The choice in the words of the schema; an empty search asks for all. */
export function householdFilter({ search, outOfBandOnly }: ListChoice): HouseholdFilter {
  return {
    ...(search.trim() ? { search: search.trim() } : {}),
    ...(outOfBandOnly ? { outOfBand: true } : {}),
  }
}

interface ListState {
  readonly status: 'loading' | 'loadingMore' | 'ready' | 'failed'
  readonly households: readonly HouseholdSummaryFragment[]
  readonly totalCount: number
  readonly nextAfter: string | null
  readonly failure: string | null
}

export interface HouseholdPages extends ListState {
  readonly choice: ListChoice
  readonly choose: (choice: Partial<ListChoice>) => void
  readonly loadMore: () => void
  readonly reload: () => void
}

type Happening =
  | { readonly kind: 'asked'; readonly isFirst: boolean }
  | { readonly kind: 'answered'; readonly isFirst: boolean; readonly page: HouseholdListQuery['households'] }
  | { readonly kind: 'failed'; readonly sentence: string }

const EMPTY: ListState = { status: 'loading', households: [], totalCount: 0, nextAfter: null, failure: null }

function happened(state: ListState, event: Happening): ListState {
  switch (event.kind) {
    case 'asked':
      return { ...state, status: event.isFirst ? 'loading' : 'loadingMore', failure: null }
    case 'answered': {
      const { edges, pageInfo, totalCount } = event.page
      const arrived = edges.map(({ node }) => node)
      return {
        status: 'ready',
        households: event.isFirst ? arrived : [...state.households, ...arrived],
        totalCount,
        nextAfter: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        failure: null,
      }
    }
    case 'failed':
      return { ...state, status: 'failed', failure: event.sentence }
  }
}

/** Households by drift, page after page as the person scrolls; a new choice starts anew and drops late answers. */
export function useHouseholdPages(): HouseholdPages {
  const { ask, signOut } = usePaneTools()
  const [choice, setChoice] = useState<ListChoice>({ search: '', outOfBandOnly: false })
  const [edition, setEdition] = useState(0)
  const [state, dispatch] = useReducer(happened, EMPTY)
  const running = useRef<AbortController | null>(null)
  const { search, outOfBandOnly } = choice

  const load = useCallback(
    async (after: string | null) => {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      const isFirst = after === null
      dispatch({ kind: 'asked', isFirst })
      try {
        const filter = householdFilter({ search, outOfBandOnly })
        const variables = { first: PAGE_SIZE, after, filter, orderBy: 'DRIFT_DESC' as const }
        const { households } = await ask(HouseholdListDocument, variables, control.signal)
        if (!control.signal.aborted) dispatch({ kind: 'answered', isFirst, page: households })
      } catch (error) {
        if (control.signal.aborted) return
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else dispatch({ kind: 'failed', sentence: sentenceOf(error) })
      }
    },
    [ask, signOut, search, outOfBandOnly],
  )

  const typedSearch = useRef(search)
  useEffect(() => {
    // Only typing waits: a filter, a reload and the first look ask at once.
    const pause = typedSearch.current === search ? 0 : TYPING_PAUSE_IN_MILLISECONDS
    typedSearch.current = search
    const timer = setTimeout(() => void load(null), pause)
    return () => {
      clearTimeout(timer)
      running.current?.abort()
    }
  }, [load, search, edition])

  return {
    ...state,
    choice,
    choose: (part) => setChoice((current) => ({ ...current, ...part })),
    loadMore: () => {
      if (state.status === 'ready' && state.nextAfter !== null) void load(state.nextAfter)
    },
    reload: () => setEdition((current) => current + 1),
  }
}
