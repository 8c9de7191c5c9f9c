/** Why a request has no answer; each kind asks something else of the person in front of the pane. */
export type FailureKind =
  | 'network'
  | 'timeout'
  | 'unauthenticated'
  | 'forbidden'
  | 'busy'
  | 'unavailable'
  | 'outdated'
  | 'refused'
  | 'fault'

/** Thrown by the client. `message` is a sentence to show as it stands; `kind` decides what the pane does next. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly kind: FailureKind

  constructor(kind: FailureKind, sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.kind = kind
  }
}

const UNSETTLED: ReadonlySet<FailureKind> = new Set([
  'network',
  'timeout',
  'unavailable',
  'busy',
  'fault',
  'unauthenticated',
])

/** The server may have done it, or may yet: the same must be asked again under the same key. */
export function isUnsettled(kind: FailureKind): boolean {
  return UNSETTLED.has(kind)
}

/** One entry of `errors` in a GraphQL answer, as far as the pane reads it. */
export interface GraphQLFault {
  readonly message: string
  readonly code: string | null
}

const SENTENCES = {
  network: 'The Evenkeel server does not answer. Check that it is running, then try again.',
  timeout: 'The Evenkeel server took too long to answer. Try again in a moment.',
  unauthenticated: 'The server does not accept this token. Copy it again from the file “token” and sign in.',
  forbidden: 'Your role does not allow this. Ask an administrator of your firm.',
  busy: 'The server has too much to do at the moment. Wait a little, then try again.',
  unavailable: 'The server cannot reach its database at the moment. Try again in a moment.',
  outdated: 'This pane and the server are of different versions. Reload the pane.',
  fault: 'The server failed at this request. If it happens again, tell an administrator.',
} satisfies Record<Exclude<FailureKind, 'refused'>, string>

/** The failure of a kind, with the sentence the pane shows for it. */
export function failureOf(kind: keyof typeof SENTENCES, options?: ErrorOptions): ApiFailure {
  return new ApiFailure(kind, SENTENCES[kind], options)
}

const KINDS_BY_CODE: Readonly<Record<string, keyof typeof SENTENCES>> = {
  UNAUTHENTICATED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
  RATE_LIMITED: 'busy',
  TOO_MANY_REQUESTS: 'busy',
  UNAVAILABLE: 'unavailable',
  SERVICE_UNAVAILABLE: 'unavailable',
  DATABASE_UNAVAILABLE: 'unavailable',
  GRAPHQL_VALIDATION_FAILED: 'outdated',
  GRAPHQL_PARSE_FAILED: 'outdated',
}

/** Codes whose message the server wrote for people. */
const CODES_FOR_PEOPLE: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT'])

const KINDS_BY_STATUS: Readonly<Record<number, keyof typeof SENTENCES>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  429: 'busy',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
}

/** What an answer without usable data means: the status first, as proxies know no GraphQL, then the first error's code. */
export function failureOfAnswer(status: number, fault: GraphQLFault | null): ApiFailure {
  const code = fault?.code ?? null
  if (fault && code !== null && CODES_FOR_PEOPLE.has(code)) return new ApiFailure('refused', fault.message)
  const kind = KINDS_BY_STATUS[status] ?? (code === null ? undefined : KINDS_BY_CODE[code]) ?? 'fault'
  return failureOf(kind, fault ? { cause: fault } : undefined)
}
