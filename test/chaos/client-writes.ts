import { randomUUID } from 'node:crypto'

/** A mutation under its client's key; sent again it is the same to the letter. */
export interface Write {
  readonly key: string
  readonly operation: 'rebalanceHousehold' | 'reviseProposal' | 'importFiles'
  readonly input: Readonly<Record<string, unknown>>
}

/** What a write was answered to have done. */
export interface Done {
  readonly operation: Write['operation']
  readonly replayed: boolean
  /** Of a rebalance or a revision. */
  readonly proposalId: string | null
}

/** A proposal as its client last saw it. */
interface SeenProposal {
  readonly id: string
  readonly version: number
  readonly tradeId: string
  readonly shares: string
}

/** Where a server is now, and how to sign in to it. */
export interface Address {
  readonly url: string
  readonly token: string
}

const PAYLOAD = `clientMutationId replayed proposal { id version trades { id shares } }`
const REFUSED = `... on MutationRefused { code message } ... on Conflict { code message }`
const MUTATIONS: Readonly<Record<Write['operation'], string>> = {
  rebalanceHousehold: `mutation ($input: RebalanceHouseholdInput!) { result: rebalanceHousehold(input: $input) {
    ... on RebalanceHouseholdPayload { ${PAYLOAD} } ${REFUSED} } }`,
  reviseProposal: `mutation ($input: ReviseProposalInput!) { result: reviseProposal(input: $input) {
    ... on ReviseProposalPayload { ${PAYLOAD} } ${REFUSED} } }`,
  importFiles: `mutation ($input: ImportFilesInput!) { result: importFiles(input: $input) {
    ... on ImportFilesPayload { clientMutationId replayed } ${REFUSED} } }`,
}

const PATIENCE_MS = 20_000

const write = (operation: Write['operation'], input: object): Write => {
  const key = randomUUID()
  return { key, operation, input: { clientMutationId: key, ...input } }
}

/** An advisor's client, who rebalances households and writes notes on the proposals. One write after another. */
export class AdvisorClient {
  readonly #households: readonly string[]
  #turn: number
  #proposal: SeenProposal | undefined

  constructor(households: readonly string[], index: number) {
    this.#households = households
    this.#turn = index
  }

  next(): Promise<Write> {
    this.#turn += 1
    if (this.#proposal && this.#turn % 2 === 0) {
      const { id, version, tradeId, shares } = this.#proposal
      const edits = [{ rowKey: '1', tradeId, shares, note: `looked at in version ${version}` }]
      return Promise.resolve(write('reviseProposal', { proposalId: id, expectedVersion: version, edits }))
    }
    const householdId = this.#households[this.#turn % this.#households.length]!
    return Promise.resolve(write('rebalanceHousehold', { householdId }))
  }

  saw(proposal: any): void {
    const trade = proposal?.trades[0]
    this.#proposal = trade && {
      id: proposal.id,
      version: proposal.version,
      tradeId: trade.id,
      shares: trade.shares,
    }
  }
}

/** A client who loads one kind of file again and again, each time with the next number in it; upload first, then the mutation. */
export class LoadingClient {
  readonly #file: (number: number) => { name: string; text: string }
  readonly #asOf: string
  #number = 0

  constructor(asOf: string, file: (number: number) => { name: string; text: string }) {
    this.#file = file
    this.#asOf = asOf
  }

  async next({ url, token }: Address): Promise<Write> {
    this.#number += 1
    const { name, text } = this.#file(this.#number)
    const response = await fetch(`${url}/uploads?name=${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: text,
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    if (response.status !== 201) throw new Error(`${name} was not taken: ${response.status}`)
    const { id } = (await response.json()) as { id: string }
    return write('importFiles', { uploadIds: [id], asOf: this.#asOf })
  }

  saw(): void {
    // The next file follows from its number.
  }
}

/** Sends a write; undefined where no answer came, or the server said to come again. Anything else than its effect is a fault. */
export async function send(
  { url, token }: Address,
  { key, operation, input }: Write,
): Promise<{ done: Done; proposal: unknown } | undefined> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: MUTATIONS[operation], variables: { input } }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined)
  const text = await response?.text().catch(() => undefined)
  if (!response || text === undefined || response.status === 503) return undefined
  const { data } = JSON.parse(text) as { data?: { result: any } }
  const result = data?.result
  if (result?.clientMutationId !== key)
    throw new Error(`${operation} was answered ${response.status}: ${text}`)
  const proposalId = (result.proposal?.id as string | undefined) ?? null
  return { done: { operation, replayed: result.replayed as boolean, proposalId }, proposal: result.proposal }
}
