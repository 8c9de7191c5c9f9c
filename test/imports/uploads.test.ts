import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../api/server.ts'
import { SCHWAB_POSITIONS_ALL, SCHWAB_TRANSACTIONS } from './custodian-files.ts'
import { countRows } from './firm-rows.ts'
import { load } from './loading.ts'
import { smallFirm } from './small-firm.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer()
  token = await server.token('ada', 'advisor')
  await load(server.database, server.firmId, smallFirm())
})
afterAll(() => server.close())

async function uploaded(name: string, text: string): Promise<string> {
  const answer = await fetch(`${server.url}/uploads?name=${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: text,
  })
  return ((await answer.json()) as { id: string }).id
}

async function importFiles(input: object) {
  const answer = await server.query(
    token,
    `mutation ($input: ImportFilesInput!) { importFiles(input: $input) { __typename
       ... on ImportFilesPayload { preview replayed warnings files { kind added } }
       ... on MutationRefused { code message } } }`,
    { input },
  )
  return answer.data.importFiles
}

const reconciliation = async () => {
  const answer = await server.query(
    token,
    '{ accounts(first: 3, orderBy: ACCOUNT_NUMBER_ASC) { edges { node { accountNumber reconciliation { sharesByLots sharesByPosition since security { symbol } } } } } }',
  )
  return answer.data.accounts.edges.map(({ node }: any) => node)
}

test('a preview shows the differences and writes nothing; the load itself shows them at the account, once', async () => {
  const text = SCHWAB_POSITIONS_ALL.replace(/"SPY".*\r\n/, '')
  const uploadIds = [await uploaded('positions.csv', text)]
  const before = await countRows(server.database, server.firmId)
  const difference =
    'positions.csv:5:3: 1001 is blocked for proposals: its lots of SPY disagree with its position of 2025-09-26, found "0", expected 2.5, the sum of its lots'
  const told = {
    __typename: 'ImportFilesPayload',
    warnings: [difference],
    files: [{ kind: 'schwabPositions', added: 3 }],
  }
  expect(await importFiles({ clientMutationId: 'look', uploadIds, preview: true })).toMatchObject({
    ...told,
    preview: true,
  })
  expect(await countRows(server.database, server.firmId)).toEqual(before)
  expect(await importFiles({ clientMutationId: 'load', uploadIds })).toMatchObject({
    ...told,
    replayed: false,
  })
  // The upload is gone, and the same request still gets the answer that it got.
  expect(await importFiles({ clientMutationId: 'load', uploadIds })).toMatchObject({
    ...told,
    replayed: true,
  })
  expect(await importFiles({ clientMutationId: 'load it again', uploadIds })).toMatchObject({
    code: 'NO_SUCH_UPLOAD',
  })
  expect(await reconciliation()).toEqual([
    {
      accountNumber: '1001',
      reconciliation: [
        { sharesByLots: '2.5', sharesByPosition: '0', since: '2025-09-26', security: { symbol: 'SPY' } },
      ],
    },
    { accountNumber: '1002', reconciliation: [] },
    { accountNumber: '2001', reconciliation: [] },
  ])
})

test('an as-of date in the future is refused, in a preview as well, and today is not', async () => {
  const { rows } = await server.database.readInFirm(server.firmId, ({ kysely }) =>
    sql<{ today: string; tomorrow: string }>`
      select current_date::text as today, (current_date + 1)::text as tomorrow`.execute(kysely),
  )
  const { today, tomorrow } = rows[0]!
  const uploadIds = [await uploaded('positions.csv', SCHWAB_POSITIONS_ALL)]
  const before = await countRows(server.database, server.firmId)
  for (const asOf of ['2099-01-01', tomorrow]) {
    for (const preview of [true, false]) {
      expect(
        await importFiles({ clientMutationId: `${asOf} ${preview}`, uploadIds, asOf, preview }),
      ).toMatchObject({
        code: 'FILES_REFUSED',
        message: `1 problem, and nothing was loaded. The first: positions.csv:1:1: the as-of date lies in the future, found "${asOf}", expected a date up to ${today}`,
      })
    }
  }
  expect(await countRows(server.database, server.firmId)).toEqual(before)
  expect(
    await importFiles({ clientMutationId: 'today', uploadIds, asOf: today, preview: true }),
  ).toMatchObject({ __typename: 'ImportFilesPayload' })
})

test('transactions whose file names no account are those of the account that is given', async () => {
  const text = SCHWAB_TRANSACTIONS.split('\r\n').slice(1).join('\r\n')
  const uploadIds = [await uploaded('transactions.csv', text)]
  expect(await importFiles({ clientMutationId: 'of nobody', uploadIds })).toMatchObject({
    code: 'FILES_REFUSED',
  })
  expect(await importFiles({ clientMutationId: 'of 1001', uploadIds, account: 'XXXX-1001' })).toMatchObject({
    files: [{ kind: 'schwabTransactions', added: 6 }],
  })
})
