import { useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import type { BatchStatusFragment } from '../api/generated/graphql.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'

/** A batch that was started, or the same one that runs already. */
export interface StartedBatch {
  readonly batch: BatchStatusFragment
  readonly alreadyRunning: boolean
}

export type StartAnswer =
  | ({ readonly kind: 'started' } & StartedBatch)
  | { readonly kind: 'refused'; readonly sentence: string; readonly problems: readonly string[] }

/** Why nothing was started: a sentence, and what is wrong where. */
export interface StartFailure {
  readonly sentence: string
  readonly problems: readonly string[]
}

/**
 * Starts something under a key that is kept until there is an answer: after a cut connection the same, asked again, has one
 * effect. What differs from the last try gets a key of its own.
 */
export function useStart(onStarted: (started: StartedBatch) => void) {
  const { newId, signOut } = usePaneTools()
  const [isStarting, setStarting] = useState(false)
  const [failure, setFailure] = useState<StartFailure | null>(null)
  const unanswered = useRef<{ readonly asked: string; readonly id: string } | null>(null)

  const start = async <Input>(input: Input, send: (key: string, input: Input) => Promise<StartAnswer>) => {
    const asked = JSON.stringify(input)
    const request = unanswered.current?.asked === asked ? unanswered.current : { asked, id: newId() }
    unanswered.current = request
    setStarting(true)
    setFailure(null)
    try {
      const answer = await send(request.id, input)
      unanswered.current = null
      if (answer.kind === 'started') onStarted(answer)
      else setFailure(answer)
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      else setFailure({ sentence: sentenceOf(error), problems: [] })
    } finally {
      setStarting(false)
    }
  }
  return {
    isStarting,
    failure,
    start,
    /** Said by the pane itself, before anything is sent. */
    refuse: (sentence: string, problems: readonly string[] = []) => setFailure({ sentence, problems }),
  }
}
