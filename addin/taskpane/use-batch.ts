import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  BatchNowDocument,
  CancelBatchDocument,
  RetryBatchDocument,
  type BatchStatusFragment,
} from '../api/generated/graphql.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import { useVisiblePoll } from './use-visible-poll.ts'

const POLL_IN_MILLISECONDS = 2_000

/** One run, followed while it is under way. */
export interface BatchState {
  /** Null until the first answer. */
  readonly batch: BatchStatusFragment | null
  readonly failure: string | null
  /** What the person asked for and has no answer yet. */
  readonly doing: 'cancel' | 'retry' | null
  readonly cancel: () => void
  readonly retry: () => void
  readonly reload: () => void
}

/** Follows a run by asking every two seconds while it runs and the pane can be seen. */
export function useBatch(id: string, started: BatchStatusFragment | null): BatchState {
  const { ask, newId, signOut } = usePaneTools()
  const [batch, setBatch] = useState(started)
  const [failure, setFailure] = useState<string | null>(null)
  const [doing, setDoing] = useState<BatchState['doing']>(null)
  const running = useRef<AbortController | null>(null)
  const keys = useRef(new Map<string, string>())

  const fail = useCallback(
    (error: unknown) => {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      else setFailure(sentenceOf(error))
    },
    [signOut],
  )

  const read = useCallback(async () => {
    running.current?.abort()
    const control = new AbortController()
    running.current = control
    try {
      const { batch: now } = await ask(BatchNowDocument, { id }, control.signal)
      if (control.signal.aborted) return
      if (now) setBatch(now)
      setFailure(now ? null : 'This batch is not there any more.')
    } catch (error) {
      if (!control.signal.aborted) fail(error)
    }
  }, [ask, id, fail])
  useEffect(() => {
    void read()
    return () => running.current?.abort()
  }, [read])
  useVisiblePoll(() => void read(), batch?.state === 'RUNNING' ? POLL_IN_MILLISECONDS : null)

  /** The same asked again after a lost answer keeps its key, and so has one effect. */
  const change = async (what: 'cancel' | 'retry') => {
    const clientMutationId = keys.current.get(what) ?? newId()
    keys.current.set(what, clientMutationId)
    setDoing(what)
    setFailure(null)
    try {
      const input = { clientMutationId, batchId: id }
      const answer =
        what === 'cancel'
          ? (await ask(CancelBatchDocument, { input })).cancelBatch
          : (await ask(RetryBatchDocument, { input })).retryBatch
      keys.current.delete(what)
      running.current?.abort()
      if ('batch' in answer) setBatch(answer.batch)
      else {
        setFailure(answer.message)
        await read()
      }
    } catch (error) {
      fail(error)
    } finally {
      setDoing(null)
    }
  }

  return {
    batch,
    failure,
    doing,
    cancel: () => void change('cancel'),
    retry: () => void change('retry'),
    reload: () => void read(),
  }
}
