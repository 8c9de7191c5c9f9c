import { failureOf, failureOfAnswer, type GraphQLFault } from './failure.ts'
import type { TypedDocumentString } from './generated/graphql.ts'

const TIMEOUT_MILLISECONDS = 30_000

/** Sends one operation and gives its data; throws ApiFailure, or AbortError where the caller gave up. */
export type Ask = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
) => Promise<Data>

export interface ClientOptions {
  /** Local token, `evk_…`. */
  readonly token: string
  /** Relative, so that the pane talks to the server it came from. */
  readonly endpoint?: string
  readonly fetch?: typeof globalThis.fetch
  readonly timeoutMilliseconds?: number
}

/** A client for one signed-in person. It keeps nothing but the token. */
export function createClient({
  token,
  endpoint = '/graphql',
  fetch = globalThis.fetch.bind(globalThis),
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
}: ClientOptions): Ask {
  return async (document, variables, signal) => {
    const timeout = AbortSignal.timeout(timeoutMilliseconds)
    const limits = signal ? AbortSignal.any([signal, timeout]) : timeout
    const response = await withinLimits(limits, timeout, () =>
      fetch(endpoint, {
        method: 'POST',
        headers: headersFor(token),
        body: JSON.stringify({ query: document.toString(), variables }),
        signal: limits,
      }),
    )
    const answer = await withinLimits(limits, timeout, () => response.text())
    return dataOf(response.status, answer)
  }
}

function headersFor(token: string): Record<string, string> {
  return {
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    'Content-Type': 'application/json',
    Authorization: `Bearer ${token}`,
  }
}

async function withinLimits<Result>(
  limits: AbortSignal,
  timeout: AbortSignal,
  step: () => Promise<Result>,
): Promise<Result> {
  try {
    return await step()
  } catch (error) {
    if (timeout.aborted) throw failureOf('timeout', { cause: error })
    if (limits.aborted) throw error
    throw failureOf('network', { cause: error })
  }
}

interface Answer {
  readonly data?: unknown
  readonly errors?: readonly {
    readonly message?: unknown
    readonly extensions?: { readonly code?: unknown }
  }[]
}

function dataOf<Data>(status: number, text: string): Data {
  const answer = readAnswer(text)
  const fault = firstFault(answer)
  if (fault || status >= 400 || !answer?.data) throw failureOfAnswer(status, fault)
  return answer.data as Data
}

/** Null where something other than GraphQL answered: a proxy, a sign-in page, a cut connection. */
function readAnswer(text: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' ? answer : null
  } catch {
    return null
  }
}

function firstFault(answer: Answer | null): GraphQLFault | null {
  const error = answer?.errors?.[0]
  if (!error) return null
  const code = error.extensions?.code
  return {
    message: typeof error.message === 'string' ? error.message : '',
    code: typeof code === 'string' ? code : null,
  }
}
