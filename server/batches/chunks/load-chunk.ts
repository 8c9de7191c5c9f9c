import { lockFactsToRead, factsVersion } from '../../database/facts-lock.ts'
import type { Database, FirmTransaction } from '../../database/in-firm.ts'
import type { Security, Snapshot } from '../../engine/snapshot.ts'
import { latestCompleteDate } from '../../monitoring/refresh-drift.ts'
import { loadSnapshots } from '../../proposals/load-snapshot.ts'
import { modeOf, type CashFlow } from '../../proposals/plan-wishes.ts'
import { loadPricedSecurities } from '../../proposals/priced-securities.ts'
import { whyNoRates } from '../../proposals/rates-on-date.ts'
import { wishesOf } from '../batch-wishes.ts'
import type { PlanAnswer, PlanQuestion } from '../planning/messages.ts'
import type { Attempt } from './chunk.ts'

/** Milliseconds that a worker waits at a time for whoever changes facts; in between it lets go of its transaction. */
const WAITS_MS = 10_000

/** What is to be planned of a chunk, and on which version of the firm's facts. */
export interface LoadedChunk {
  readonly factsVersion: string
  readonly questions: readonly PlanQuestion[]
  /** Households that need no planning to know what becomes of them. */
  readonly setAside: ReadonlyMap<string, PlanAnswer>
}

/** What all households of a firm share, as of one version of its facts: asked once a worker, not once a chunk. */
interface FirmWide {
  readonly factsVersion: string
  readonly asOf: string | undefined
  readonly securities: ReadonlyMap<string, Security>
}

/** Loads chunks, and keeps what they share from one to the next. */
export class ChunkLoader {
  readonly #database: Database
  #firmWide: { readonly firmId: string; readonly facts: FirmWide } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** All facts of a chunk's households that wait, true together; 'busy' while somebody changes them. */
  async load(attempt: Attempt): Promise<LoadedChunk | 'busy'> {
    return this.#database.inFirm(attempt.firmId, async (transaction) => {
      if (!(await lockFactsToRead(transaction, WAITS_MS))) return 'busy'
      const facts = await this.#firmWideFacts(transaction)
      return { factsVersion: facts.factsVersion, ...(await questionsOf(transaction, attempt, facts)) }
    })
  }

  async #firmWideFacts(transaction: FirmTransaction): Promise<FirmWide> {
    const version = await factsVersion(transaction)
    const { firmId } = transaction
    const known = this.#firmWide
    if (known?.firmId === firmId && known.facts.factsVersion === version) return known.facts
    const asOf = await latestCompleteDate(transaction)
    const securities = asOf === undefined ? new Map() : await loadPricedSecurities(transaction, asOf)
    const facts = { factsVersion: version, asOf, securities }
    this.#firmWide = { firmId, facts }
    return facts
  }
}

const waitingHouseholds = ({ firmId, kysely }: FirmTransaction, { batchId, ordinal }: Attempt) =>
  kysely
    .selectFrom('batch_household as b')
    .innerJoin('household as h', (join) =>
      join.onRef('h.firm_id', '=', 'b.firm_id').onRef('h.id', '=', 'b.household_id'),
    )
    .select(['b.household_id', 'b.flows', 'h.name'])
    .where('b.firm_id', '=', firmId)
    .where('b.batch_id', '=', batchId)
    .where('b.chunk', '=', ordinal)
    .where('b.state', '=', 'waiting')
    .orderBy('b.household_id')
    .execute()

async function questionsOf(
  transaction: FirmTransaction,
  attempt: Attempt,
  { asOf, securities }: FirmWide,
): Promise<Pick<LoadedChunk, 'questions' | 'setAside'>> {
  const setAside = new Map<string, PlanAnswer>()
  const households = await waitingHouseholds(transaction, attempt)
  if (households.length === 0) return { questions: [], setAside }
  // A batch begins only where something was loaded, and nothing is ever unloaded.
  if (asOf === undefined) throw new Error('A batch runs in a firm without positions')
  const ids = households.map(({ household_id }) => household_id)
  const noRates = await whyNoRates(transaction, ids, asOf)
  const { wishes } = attempt.batch
  const wished = households.map(({ household_id: householdId, flows, name }) => ({
    householdId,
    name,
    preference: wishes.preference,
    wishes: wishesOf(wishes, flows as readonly CashFlow[] | null),
  }))
  const snapshots = new Map<string, Snapshot>()
  // Settings follow from the mode, which only the flows of a cash run let differ.
  for (const [mode, alike] of Map.groupBy(wished, (one) => modeOf(one.wishes))) {
    const householdIds = alike.map(({ householdId }) => householdId)
    for (const snapshot of await loadSnapshots(transaction, { householdIds, mode, asOf, securities }))
      snapshots.set(snapshot.householdId, snapshot)
  }
  const questions: PlanQuestion[] = []
  for (const { name, ...one } of wished) {
    const snapshot = snapshots.get(one.householdId)
    const unknownRates = noRates.get(one.householdId)
    if (unknownRates !== undefined)
      setAside.set(one.householdId, { kind: 'setAside', code: 'RATES_UNKNOWN', message: unknownRates })
    else if (!snapshot)
      setAside.set(one.householdId, { kind: 'setAside', code: 'NO_MODEL', message: noModel(name, asOf) })
    else questions.push({ ...one, snapshot })
  }
  return { questions, setAside }
}

const noModel = (name: string, asOf: string) =>
  `${name} has no model in force on ${asOf}: assign one before it can be rebalanced.`
