import type { Ask } from '../../addin/api/client.ts'
import { ApiFailure } from '../../addin/api/failure.ts'
import type {
  PublishModelVersionInput,
  PublishModelVersionMutation,
  VersionContentFragment,
} from '../../addin/api/generated/graphql.ts'
import { modelInput, rowsOfVersion } from '../../addin/sheets/model-rows.ts'

type Node = VersionContentFragment['nodes'][number]
type Held = Node['securities'][number]

const held = (symbol: string, weight: string, slot: number, more: Partial<Held> = {}): Held => ({
  holder: 'ANY',
  rank: 0,
  slot,
  weight,
  security: { symbol },
  ...more,
})

const node = (ordinal: number, name: string, weights: readonly string[], more: Partial<Node> = {}): Node => {
  const [target = '', low = '', high = ''] = weights
  const parts = { parentOrdinal: null, isTier: false, isCash: false, securities: [] }
  return { ordinal, name, target, low, high, ...parts, ...more }
}

/** Equity 60% (US 40%, international 20%), bonds 35%, cash 5%. */
export const GROWTH: VersionContentFragment = {
  number: 1,
  effectiveFrom: '2025-01-02',
  author: 'ada',
  rationale: 'The first version.',
  recordedAt: '2025-01-02T09:00:00.000Z',
  nodes: [
    node(0, 'Equity', ['0.6', '0.5', '0.7'], { isTier: true }),
    node(1, 'US Equity', ['0.4', '0.35', '0.45'], {
      parentOrdinal: 0,
      securities: [held('VTI', '1', 0), held('ITOT', '1', 0, { rank: 2 }), held('IVV', '1', 0, { rank: 1 })],
    }),
    node(2, 'International Equity', ['0.2', '0.15', '0.25'], {
      parentOrdinal: 0,
      securities: [held('VXUS', '0.6', 0), held('VEA', '0.4', 1)],
    }),
    node(3, 'Bonds', ['0.35', '0.3', '0.4'], {
      securities: [held('BND', '1', 0), held('MUB', '1', 0, { holder: 'TAXABLE' })],
    }),
    node(4, 'Cash', ['0.05', '0', '0.1'], { isCash: true }),
  ],
}

/** A version like another, with cells of some nodes changed by name. */
export function versionLike(
  version: VersionContentFragment,
  number: number,
  changes: Readonly<Record<string, Partial<Node>>>,
): VersionContentFragment {
  const nodes = version.nodes.map((each) => ({ ...each, ...changes[each.name] }))
  return { ...version, number, author: 'ben', rationale: 'The colleague’s reason.', nodes }
}

type Answer = PublishModelVersionMutation['publishModelVersion']

/** A server of one model: publishes what it is sent under a key once, or answers as told. */
export interface ModelServer {
  readonly ask: Ask
  /** Every input that reached it, also where the answer was lost. */
  readonly received: PublishModelVersionInput[]
  latest: VersionContentFragment
  /** How often a version came into being. */
  published: number
  /** The next requests fail like this before they reach the server, or after it did what was asked. */
  failNext(kind: ApiFailure['kind'], when: 'before' | 'after'): void
  answerNext(answer: Answer): void
}

export function modelServer(latest: VersionContentFragment): ModelServer {
  const done = new Map<string, Answer>()
  const failures: { kind: ApiFailure['kind']; when: 'before' | 'after' }[] = []
  const told: Answer[] = []
  const server: ModelServer = {
    received: [],
    latest,
    published: 0,
    failNext: (kind, when) => void failures.push({ kind, when }),
    answerNext: (answer) => void told.push(answer),
    ask: (_document, variables) => {
      const asked = variables as { input?: PublishModelVersionInput }
      const failure = asked.input ? failures.shift() : undefined
      if (failure?.when === 'before')
        return Promise.reject(new ApiFailure(failure.kind, 'Nothing came back.'))
      const data = asked.input ? { publishModelVersion: publish(asked.input) } : model()
      if (failure) return Promise.reject(new ApiFailure(failure.kind, 'Nothing came back.'))
      return Promise.resolve(data as never)
    },
  }
  const model = () => ({
    model: {
      id: 'm1',
      name: 'Growth',
      householdCount: 3,
      current: server.latest,
      versions: [server.latest],
    },
  })
  const publish = (input: PublishModelVersionInput): Answer => {
    server.received.push(input)
    const known = done.get(input.clientMutationId)
    if (known) return known
    const answer = told.shift()
    if (answer) return answer
    if (input.expectedVersion !== server.latest.number) {
      const { author, number } = server.latest
      const message = `${author} published version ${number} of Growth since you pulled version ${input.expectedVersion}: compare both before you publish.`
      return { __typename: 'Conflict', message, currentVersion: number }
    }
    server.published += 1
    const number = server.latest.number + 1
    server.latest = { ...server.latest, number, nodes: nodesOf(input) }
    const modelVersion = { number, effectiveFrom: '2025-09-26', author: 'ada' }
    const payload: Answer = { __typename: 'PublishModelVersionPayload', replayed: false, modelVersion }
    done.set(input.clientMutationId, payload)
    return payload
  }
  return server
}

function nodesOf({ nodes, securities }: PublishModelVersionInput): Node[] {
  const names = nodes.map(({ name }) => name)
  return nodes.map(({ name, parent, isCash, ...weights }, ordinal) => ({
    ...weights,
    name,
    ordinal,
    parentOrdinal: parent ? names.indexOf(parent) : null,
    isCash: isCash ?? false,
    isTier: nodes.some((other) => other.parent === name),
    securities: securities
      .filter(({ assetClass }) => assetClass === name)
      .flatMap(({ symbol, weight, holder, alternatives }, slot) =>
        [symbol, ...(alternatives ?? [])].map((each, rank) => ({
          holder: holder ?? 'ANY',
          rank,
          slot,
          weight,
          security: { symbol: each },
        })),
      ),
  }))
}

/** What a version says, as its publication would say it. */
export function contentOf(version: VersionContentFragment) {
  const { nodes, securities } = modelInput(rowsOfVersion(version))
  return { nodes, securities }
}
