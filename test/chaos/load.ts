import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a client waits after it was told to come again. */
const PAUSE_MS = 200

const READ = `{ viewer { userName } households(first: 12) { totalCount edges { node { reference name accounts { accountNumber } } } } }`

const REBALANCE = `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
  ... on RebalanceHouseholdPayload { clientMutationId proposal { id household { id } } }
  ... on MutationRefused { code message } } }`

const IMPORT = `mutation ($input: ImportFilesInput!) { importFiles(input: $input) {
  ... on ImportFilesPayload { clientMutationId } ... on MutationRefused { code message } } }`

interface Rebalance {
  readonly clientMutationId: string
  readonly householdId: string
}

/** A file of a firm, the next one each time. */
export type NextFile = (number: number) => { readonly name: string; readonly text: string }

/** Clients of a server that read, rebalance and load files one after another, and judge every answer. */
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
  readonly #file: NextFile
  readonly #unanswered = new Map<string, Rebalance>()
  #expected = ''
  #isRunning = true
  #turn = 0
  /** Clients that were answered right since somebody asked. */
  #answered = new Set<number>()

  constructor(server: {
    readonly url: string
    readonly token: string
    readonly households: readonly string[]
    readonly file: NextFile
  }) {
    this.#url = server.url
    this.#token = server.token
    this.#households = server.households
    this.#file = server.file
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
        const isRight = await this.#workOf(index)
        if (isRight) this.#answered.add(index)
        else await delay(PAUSE_MS)
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  }

  #workOf(client: number): Promise<boolean> {
    if (client % 3 === 0) return this.#read()
    return client % 3 === 1 ? this.#rebalance(this.#nextRebalance()) : this.#import()
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

  /** A file sent and loaded: work that may take long, and must tell as soon as any other that the database is silent. */
  async #import(): Promise<boolean> {
    const { name, text } = this.#file(this.#turn++)
    const upload = await this.#send(`/uploads?name=${name}`, text, 'text/csv')
    if (upload.status !== 201) return this.#judgeUnavailable(upload.status, upload.text)
    const { id } = JSON.parse(upload.text) as { id: string }
    const input = { clientMutationId: randomUUID(), uploadIds: [id] }
    const { status, text: answer } = await this.#post({ query: IMPORT, variables: { input } })
    if (status !== 200) return this.#judgeUnavailable(status, answer)
    if (answer.includes(`"importFiles":{"clientMutationId":"${input.clientMutationId}"}`))
      return this.#isRight()
    this.wrong.push(`200: ${answer}`)
    return false
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

  #post(body: object): Promise<{ status: number; text: string }> {
    return this.#send('/graphql', JSON.stringify(body), 'application/json')
  }

  async #send(path: string, body: string, type: string): Promise<{ status: number; text: string }> {
    const began = performance.now()
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${this.#token}` },
      body,
    })
    const text = await response.text()
    // A load of files may take its time, as long as it is one.
    const mayTakeLong = response.status === 200 && body.includes('importFiles')
    if (!mayTakeLong) this.slowestMs = Math.max(this.slowestMs, Math.round(performance.now() - began))
    return { status: response.status, text }
  }
}
