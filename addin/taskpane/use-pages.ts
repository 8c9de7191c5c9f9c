import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'

const PAGE_SIZE = 50
/** The server's own limit of a page. */
const LARGEST_PAGE = 500

/** A page as every list of the server has it. */
export interface ServerPage<Row> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: Row }[]
}

/** Reads one page; made anew (useCallback) when something else is to be listed. */
export type ReadPage<Row> = (
  page: { readonly first: number; readonly after: string | null },
  signal: AbortSignal,
) => Promise<ServerPage<Row>>

interface PagesState<Row> {
  readonly status: 'loading' | 'loadingMore' | 'ready' | 'failed'
  readonly rows: readonly Row[]
  readonly nextAfter: string | null
  readonly failure: string | null
}

/** A list that grows as the person scrolls. */
export interface Pages<Row> extends PagesState<Row> {
  readonly loadMore: () => void
  /** From the start, as after a failure. */
  readonly reload: () => void
  /** What is listed, read again without taking it away meanwhile. */
  readonly refresh: () => void
}

type Happening<Row> =
  | { readonly kind: 'asked'; readonly status: 'loading' | 'loadingMore' | 'ready' }
  | { readonly kind: 'answered'; readonly isFirst: boolean; readonly page: ServerPage<Row> }
  | { readonly kind: 'failed'; readonly sentence: string }

function happened<Row>(state: PagesState<Row>, event: Happening<Row>): PagesState<Row> {
  switch (event.kind) {
    case 'asked':
      return { ...state, status: event.status, failure: null }
    case 'answered': {
      const { edges, pageInfo } = event.page
      const arrived = edges.map(({ node }) => node)
      return {
        status: 'ready',
        rows: event.isFirst ? arrived : [...state.rows, ...arrived],
        nextAfter: pageInfo.hasNextPage ? pageInfo.endCursor : null,
        failure: null,
      }
    }
    case 'failed':
      return { ...state, status: 'failed', failure: event.sentence }
  }
}

/** Page after page of what `read` lists; another `read` starts anew and drops late answers. */
export function usePages<Row>(read: ReadPage<Row>): Pages<Row> {
  const { signOut } = usePaneTools()
  const [edition, setEdition] = useState(0)
  const [state, dispatch] = useReducer(happened<Row>, {
    status: 'loading',
    rows: [],
    nextAfter: null,
    failure: null,
  })
  const running = useRef<AbortController | null>(null)

  const load = useCallback(
    async (after: string | null, first: number, status: 'loading' | 'loadingMore' | 'ready') => {
      running.current?.abort()
      const control = new AbortController()
      running.current = control
      dispatch({ kind: 'asked', status })
      try {
        const page = await read({ first, after }, control.signal)
        if (!control.signal.aborted) dispatch({ kind: 'answered', isFirst: after === null, page })
      } catch (error) {
        if (control.signal.aborted) return
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else dispatch({ kind: 'failed', sentence: sentenceOf(error) })
      }
    },
    [read, signOut],
  )

  useEffect(() => {
    void load(null, PAGE_SIZE, 'loading')
    return () => running.current?.abort()
  }, [load, edition])

  return {
    ...state,
    loadMore: () => {
      if (state.status === 'ready' && state.nextAfter !== null)
        void load(state.nextAfter, PAGE_SIZE, 'loadingMore')
    },
    reload: () => setEdition((current) => current + 1),
    refresh: () => {
      if (state.status !== 'ready') return
      void load(null, Math.min(LARGEST_PAGE, Math.max(PAGE_SIZE, state.rows.length)), 'ready')
    },
  }
}
