import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import type { Pulled, PullProgress } from './pull-drift.ts'

/** What the pane shows of a pull. */
export type PullState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: PullProgress | null }
  | { readonly kind: 'done'; readonly pulled: Pulled }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' }

type Job = (signal: AbortSignal, onProgress: (progress: PullProgress) => void) => Promise<Pulled>

/** One pull at a time, which can be given up while it reads; leaving the screen gives it up too. */
export function usePull() {
  const { signOut } = usePaneTools()
  const [state, setState] = useState<PullState>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = useCallback(
    async (job: Job) => {
      const control = new AbortController()
      running.current = control
      setState({ kind: 'running', progress: null })
      try {
        const pulled = await job(control.signal, (progress) => setState({ kind: 'running', progress }))
        setState({ kind: 'done', pulled })
      } catch (error) {
        if (control.signal.aborted) setState({ kind: 'cancelled' })
        else if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else setState({ kind: 'failed', sentence: sentenceOf(error, 'pull') })
      }
    },
    [signOut],
  )
  return { state, start: (job: Job) => void start(job), cancel: () => running.current?.abort() }
}
