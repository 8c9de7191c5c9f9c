import { useCallback, useEffect, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { ModelListDocument, type ModelListQuery } from '../api/generated/graphql.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import { readModel, type ModelToEdit } from './targets-pull.ts'

export type Loading<Data> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly data: Data }
  | { readonly kind: 'failed'; readonly sentence: string }

export type ListedModel = ModelListQuery['models']['edges'][number]['node']

/** Every model of the firm, by name. */
export function useModels() {
  const read = useCallback(
    async ({ ask }: Pick<ReturnType<typeof usePaneTools>, 'ask'>, signal: AbortSignal) => {
      const { models } = await ask(ModelListDocument, {}, signal)
      return models.edges.map(({ node }): ListedModel => node)
    },
    [],
  )
  return useLoading(read)
}

/** One model with its latest version. */
export function useModel(id: string) {
  const read = useCallback(
    ({ ask }: Pick<ReturnType<typeof usePaneTools>, 'ask'>, signal: AbortSignal): Promise<ModelToEdit> =>
      readModel(ask, id, signal),
    [id],
  )
  return useLoading(read)
}

function useLoading<Data>(
  read: (tools: ReturnType<typeof usePaneTools>, signal: AbortSignal) => Promise<Data>,
): { readonly state: Loading<Data>; readonly reload: () => void } {
  const tools = usePaneTools()
  const { signOut } = tools
  const [state, setState] = useState<Loading<Data>>({ kind: 'loading' })
  const [edition, setEdition] = useState(0)
  useEffect(() => {
    const control = new AbortController()
    const load = async () => {
      try {
        const data = await read(tools, control.signal)
        setState({ kind: 'ready', data })
      } catch (error) {
        if (control.signal.aborted) return
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else setState({ kind: 'failed', sentence: sentenceOf(error) })
      }
    }
    void load()
    return () => control.abort()
    // Firm and viewer may be read anew meanwhile; that is no reason to read the model again.
  }, [read, tools.ask, signOut, edition])
  const reload = useCallback(() => {
    setState({ kind: 'loading' })
    setEdition((current) => current + 1)
  }, [])
  return { state, reload }
}
