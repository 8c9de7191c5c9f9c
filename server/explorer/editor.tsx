/// <reference types="vite/client" />
import { GraphiQL } from 'graphiql'
import 'graphiql/setup-workers/vite'
import 'graphiql/style.css'
import { useMemo, type ComponentProps } from 'react'
import { FIRST_TABS } from './first-tabs.ts'

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher']

/** GraphiQL on this server's `/graphql`. */
export function Editor({ token }: { readonly token: string }) {
  const fetcher = useMemo(() => fetcherFor(token), [token])
  return (
    <GraphiQL fetcher={fetcher} defaultTabs={[...FIRST_TABS]} isHeadersEditorEnabled={false}>
      <GraphiQL.Logo>Evenkeel</GraphiQL.Logo>
    </GraphiQL>
  )
}

function fetcherFor(token: string): Fetcher {
  return async ({ query, variables, operationName: chosen }) => {
    const operationName = chosen && holdsOperation(query, chosen) ? chosen : undefined
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables: variables as unknown, operationName }),
    })
    return (await response.json()) as Awaited<ReturnType<Extract<Fetcher, (...args: never[]) => unknown>>>
  }
}

/** The editor tells the name of the operation a moment late: after a quick change it is one that is gone. */
function holdsOperation(query: string, name: string): boolean {
  return new RegExp(`\\b(?:query|mutation|subscription)\\s+${name}\\b`).test(query)
}
