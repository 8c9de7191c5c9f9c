import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a client waits after it was told to come again. */
const PAUSE_MS = 200

const READ = `{ viewer { userName } households(first: 12) { totalCount edges { node { reference name accounts { accountNumber } } } } }`

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
  ... on RebalanceHouseholdPayload { clientMutationId proposal { id household { id } } }
  ... on MutationRefused { code message } } }`

interface Rebalance {
  readonly clientMutationId: string
  readonly householdId: string
}

/** Clients of a server that read and rebalance one after another, and judge every answer. */
export class Load {
  right = 0
  unavailable = 0
  slowestMs = 0
  readonly wrong: string[] = []
  /** What each key was answered to have made. */
  readonly proposals = new Map<string, string>()
  readonly #url: string
  readonly #token: string
  readonly #households: readonly string[]
  readonly #unanswered = new Map<string, Rebalance>()
  #expected = ''
  #isRunning = true
  #turn = 0
  /** Clients that were answered right since somebody asked. */
  #answered = new Set<number>()

  constructor(url: string, token: string, households: readonly string[]) {
    this.#url = url
    this.#token = token
    this.#households = households
  }

  /** Reads the right answer while all is well. */
  async learn(): Promise<void> {
    const { status, text } = await this.#post({ query: READ })
    if (status !== 200 || text.includes('"errors"'))
      throw new Error(`No right answer to compare with: ${text}`)
    this.#expected = text
  }

  /** So many clients at work until `stop`. */
  async run(clients: number): Promise<void> {
    const client = async (index: number) => {
      while (this.#isRunning) {
        const isRight = index % 2 === 0 ? await this.#read() : await this.#rebalance(this.#nextRebalance())
        if (isRight) this.#answered.add(index)
        else await delay(PAUSE_MS)
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  }

  stop(): void {
    this.#isRunning = false
  }

  /** Resolves when each client has been answered right from now on. */
  async everyClientIsAnswered(clients: number): Promise<void> {
    this.#answered = new Set()
    while (this.#answered.size < clients) await delay(10)
  }

  /** As a client must whose request was not answered: the same again, under its key. */
  async sendUnansweredAgain(): Promise<void> {
    for (const rebalance of [...this.#unanswered.values()]) {
      if (!(await this.#rebalance(rebalance)))
        this.wrong.push(`${rebalance.clientMutationId} sent again was not answered`)
    }
  }

  #nextRebalance(): Rebalance {
    const householdId = this.#households[this.#turn++ % this.#households.length]!
    return { clientMutationId: randomUUID(), householdId }
  }

  async #read(): Promise<boolean> {
    const { status, text } = await this.#post({ query: READ })
    if (status === 200 && text === this.#expected) return this.#isRight()
    return this.#judgeUnavailable(status, text)
  }

  async #rebalance(input: Rebalance): Promise<boolean> {
    const { clientMutationId: key, householdId } = input
    this.#unanswered.set(key, input)
    const { status, text } = await this.#post({ query: REBALANCE, variables: { input } })
    const { data } = JSON.parse(text) as { data?: { rebalanceHousehold: any } }
    const made = data?.rebalanceHousehold
    if (status !== 200) return this.#judgeUnavailable(status, text)
    if (made?.clientMutationId !== key || made.proposal.household.id !== householdId) {
      this.wrong.push(`200: ${text}`)
      return false
    }
    this.#unanswered.delete(key)
    this.proposals.set(key, made.proposal.id as string)
    return this.#isRight()
  }

  #isRight(): true {
    this.right += 1
    return true
  }

  /** The only other answer there is: nothing but the sentence, under its code. */
  #judgeUnavailable(status: number, text: string): false {
    const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: any[] }
    const [error] = errors ?? []
    const isHonest =
      status === 503 &&
      data === undefined &&
      errors?.length === 1 &&
      error.extensions.code === 'SERVICE_UNAVAILABLE' &&
      /^The database does not answer .*\.$/.test(error.message as string)
    if (isHonest) this.unavailable += 1
    else this.wrong.push(`${status}: ${text}`)
    return false
  }

  async #post(body: object): Promise<{ status: number; text: string }> {
    const began = performance.now()
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    this.slowestMs = Math.max(this.slowestMs, Math.round(performance.now() - began))
    return { status: response.status, text }
  }
}
