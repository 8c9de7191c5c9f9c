import { randomUUID } from 'node:crypto'
import { loadedFirm } from '../imports/loading.ts'
import type { smallFirm } from '../imports/small-firm.ts'
import type { TestServer } from '../api/server.ts'

export const BATCH = `id name kind state scope householdCount author finishedAt cancelledBy
  progress { waiting proposed nothingDue setAside failed cancelled chunks chunksDone }
  households { edges { node { state code message attempts household { reference } proposal { id scope trades { side } } } } }`

const operation = (
  name: string,
  more = '',
) => `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { __typename
    ... on ${name[0]!.toUpperCase()}${name.slice(1)}Payload { replayed ${more} batch { ${BATCH} } }
    ... on MutationRefused { code message problems { code message place } } } }`

const OPERATIONS = {
  startBatch: operation('startBatch', 'alreadyRunning'),
  startCashRun: operation('startCashRun', 'alreadyRunning'),
  cancelBatch: operation('cancelBatch'),
  retryBatch: operation('retryBatch'),
}

/** An advisor of a firm of its own, with the small firm's files or what they were changed to. */
export async function batchClient(server: TestServer, changes: Parameters<typeof smallFirm>[0] = {}) {
  const firmId = await loadedFirm(server.database, changes)
  const token = await server.token('ada', 'advisor', firmId)
  return {
    firmId,
    /** Sends a mutation of batches under a key of its own, and gives its answer. */
    async send(name: keyof typeof OPERATIONS, input: object): Promise<any> {
      const answer = await server.query(token, OPERATIONS[name], {
        input: { clientMutationId: randomUUID(), ...input },
      })
      if (answer.errors) throw new Error(JSON.stringify(answer.errors))
      return answer.data[name]
    },
    async batch(id: string): Promise<any> {
      const answer = await server.query(token, `query ($id: ID!) { batch(id: $id) { ${BATCH} } }`, { id })
      if (answer.errors) throw new Error(JSON.stringify(answer.errors))
      return answer.data.batch
    },
  }
}

/** What became of each household, by its reference. */
export const outcomesOf = (batch: any): Record<string, string> =>
  Object.fromEntries(
    batch.households.edges
      .map(({ node }: any) => [
        node.household.reference,
        node.code ? `${node.state} ${node.code}` : node.state,
      ])
      .sort(),
  )
