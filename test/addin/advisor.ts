import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { TestServer } from '../api/server.ts'
import type { OpenPane } from './browser.ts'

/** What the server says, asked by a client without pane or workbook. */
export async function ask(server: TestServer, token: string, query: string, variables: object = {}) {
  const { data, errors } = await server.query(token, query, variables)
  expect(errors).toBeUndefined()
  return data
}

export async function signIn({ pane }: OpenPane, token: string): Promise<void> {
  await pane.getByLabel('Token').fill(token)
  await pane.getByRole('button', { name: 'Sign in' }).click()
  await pane.getByRole('heading', { level: 1, name: 'Queue' }).waitFor()
}

export async function showHouseholds({ pane }: OpenPane): Promise<void> {
  await pane.getByRole('tab', { name: 'Households' }).click()
  await pane.getByRole('searchbox').waitFor()
}

export async function openHousehold({ pane }: OpenPane, household: { reference: string; name: string }) {
  await pane.getByRole('tab', { name: 'Households' }).click()
  await pane.getByRole('searchbox').fill(household.reference)
  await pane.getByText(/^1 household found/).waitFor()
  await pane.getByRole('list', { name: 'Households by drift' }).getByRole('button').first().click()
  await pane.getByRole('heading', { level: 1, name: household.name }).waitFor()
}

export async function openModel({ pane }: OpenPane, name: string): Promise<void> {
  await pane.getByRole('tab', { name: 'Models' }).click()
  await pane.getByRole('button', { name: new RegExp(`^${name} ?Version`) }).click()
  await pane.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

/** The cell of the row that shows these words, in the column of this header, of the table whose name begins so. */
export function cellOf(
  opened: OpenPane,
  tableName: string,
  words: Readonly<Record<string, string>>,
  header: string,
): Promise<{ sheetName: string; row: number; column: number; text: string }> {
  return opened.host(
    ({ excel: { workbook } }, asked) => {
      const table = workbook.tables.find(({ name }) => name.startsWith(asked.tableName))
      if (!table) throw new Error(`There is no table ${asked.tableName}`)
      const { sheet, area } = table
      const shown = (row: number, column: number) =>
        workbook.text(sheet, area.row + row, area.column + column)
      const headers = Array.from({ length: area.columns }, (_, column) => shown(0, column))
      for (let row = 1; row < area.rows; row += 1) {
        const isRow = Object.entries(asked.words).every(([name, word]) => {
          return shown(row, headers.indexOf(name)) === word
        })
        const column = headers.indexOf(asked.header)
        if (isRow) {
          const text = shown(row, column)
          return { sheetName: sheet.name, row: area.row + row, column: area.column + column, text }
        }
      }
      throw new Error(`No row ${JSON.stringify(asked.words)}`)
    },
    { tableName, words, header },
  )
}

/** Puts a text into that cell as typing would, without the keys. */
export async function enter(
  opened: OpenPane,
  tableName: string,
  words: Readonly<Record<string, string>>,
  header: string,
  text: string,
): Promise<void> {
  const { sheetName, row, column } = await cellOf(opened, tableName, words, header)
  const address = `'${sheetName}'!${String.fromCharCode(65 + column)}${row + 1}`
  await opened.host(({ excel }, typed) => excel.user.type(typed.address, typed.text), { address, text })
}

const SIDES: Readonly<Record<string, string>> = { SELL: 'Sell', BUY: 'Buy' }

/** What the row of a trade shows in the sheet. */
export function wordsOfTrade({ account, side, security }: any): Record<string, string> {
  return {
    Row: 'Trade',
    Account: account.accountNumber,
    Side: SIDES[side] ?? '',
    Symbol: security.symbol,
  }
}

/** Proposes for one household after another until a proposal has at least these sales and purchases of some size. */
export async function householdWithTrades(server: TestServer, token: string, least: { buys: number }) {
  const { households } = await ask(
    server,
    token,
    '{ households(first: 100) { edges { node { id reference name model { id } } } } }',
  )
  for (const { node } of households.edges.filter((edge: any) => edge.node.model)) {
    const { rebalanceHousehold } = await ask(
      server,
      token,
      `mutation ($input: RebalanceHouseholdInput!) { rebalanceHousehold(input: $input) {
        ... on RebalanceHouseholdPayload { proposal { id trades { side shares } } }
      } }`,
      { input: { clientMutationId: randomUUID(), householdId: node.id } },
    )
    const { id, trades } = rebalanceHousehold.proposal
    const large = (side: string) =>
      trades.filter((each: any) => each.side === side && Number(each.shares) > 3).length
    if (large('SELL') >= 1 && large('BUY') >= least.buys) return { household: node, proposalId: id as string }
  }
  throw new Error('No household of the demonstration firm sells and buys enough')
}

export async function readProposal(server: TestServer, token: string, id: string): Promise<any> {
  const query = `query ($id: ID!) { proposal(id: $id) {
    version state trades { id side shares note editedBy account { accountNumber } security { symbol } }
  } }`
  return (await ask(server, token, query, { id })).proposal
}

/** A change by another client, without a workbook. */
export async function reviseTrades(server: TestServer, token: string, id: string, edits: object[]) {
  const { version } = await readProposal(server, token, id)
  const { reviseProposal } = await ask(
    server,
    token,
    `mutation ($input: ReviseProposalInput!) { reviseProposal(input: $input) {
      ... on ReviseProposalPayload { verdicts { accepted } }
    } }`,
    { input: { clientMutationId: randomUUID(), proposalId: id, expectedVersion: version, edits } },
  )
  expect(reviseProposal.verdicts).toEqual(edits.map(() => ({ accepted: true })))
}

export async function readModel(server: TestServer, token: string, name: string): Promise<any> {
  const query = `{ models { edges { node { id name current { number author rationale nodes {
    name parentOrdinal isCash target low high securities { holder slot rank weight security { symbol } }
  } } } } } }`
  const { models } = await ask(server, token, query)
  const model = models.edges.map(({ node }: any) => node).find((each: any) => each.name === name)
  return { id: model.id, ...model.current }
}

/** Two classes of one tier, whose ranges have room: points may move between them and every sum stays. */
export function siblings({ nodes }: any): { from: any; to: any } {
  const room = (node: any) => Math.min(node.target - node.low, node.high - node.target) > 0.02
  for (const from of nodes) {
    const to = nodes.find(
      (other: any) => other !== from && other.parentOrdinal === from.parentOrdinal && room(other),
    )
    if (from.parentOrdinal !== null && to && room(from)) return { from, to }
  }
  throw new Error('No two classes have room')
}

/** A version by another client that moves a share of the target from one class to another. */
export async function publishMoved(
  server: TestServer,
  token: string,
  version: any,
  { from, to, share }: { from: string; to: string; share: number },
): Promise<void> {
  const moves: Readonly<Record<string, number>> = { [from]: -share, [to]: share }
  const input = {
    clientMutationId: randomUUID(),
    modelId: version.id,
    expectedVersion: version.number,
    rationale: 'Two points over.',
    nodes: version.nodes.map(({ name, parentOrdinal, isCash, target, low, high }: any) => ({
      ...{ name, isCash, low, high },
      parent: parentOrdinal === null ? null : version.nodes[parentOrdinal].name,
      target: (Number(target) + (moves[name] ?? 0)).toFixed(6),
    })),
    securities: version.nodes.flatMap(({ name, securities }: any) =>
      securities
        .filter(({ rank }: any) => rank === 0)
        .map(({ holder, slot, weight, security }: any) => ({
          ...{ assetClass: name, holder, weight, symbol: security.symbol },
          alternatives: securities
            .filter((other: any) => other.holder === holder && other.slot === slot && other.rank > 0)
            .map((other: any) => other.security.symbol),
        })),
    ),
  }
  const { publishModelVersion } = await ask(
    server,
    token,
    'mutation ($input: PublishModelVersionInput!) { publishModelVersion(input: $input) { __typename } }',
    { input },
  )
  expect(publishModelVersion.__typename).toBe('PublishModelVersionPayload')
}
