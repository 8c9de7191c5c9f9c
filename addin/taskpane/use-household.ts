import { useEffect, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { HouseholdDetailDocument, type HouseholdDetailQuery } from '../api/generated/graphql.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'

export type HouseholdState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly answer: HouseholdDetailQuery }
  | { readonly kind: 'failed'; readonly sentence: string }

/** One household, read anew whenever it is opened. */
export function useHousehold(id: string): { readonly state: HouseholdState; readonly reload: () => void } {
  const { ask, signOut } = usePaneTools()
  const [state, setState] = useState<HouseholdState>({ kind: 'loading' })
  const [edition, setEdition] = useState(0)
  useEffect(() => {
    const control = new AbortController()
    const read = async () => {
      setState({ kind: 'loading' })
      try {
        const answer = await ask(HouseholdDetailDocument, { id }, control.signal)
        setState({ kind: 'ready', answer })
      } catch (error) {
        if (control.signal.aborted) return
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else setState({ kind: 'failed', sentence: sentenceOf(error) })
      }
    }
    void read()
    return () => control.abort()
  }, [ask, signOut, id, edition])
  return { state, reload: () => setEdition((current) => current + 1) }
}
