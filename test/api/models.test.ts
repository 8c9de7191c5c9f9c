import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstrationFirm } from '../../server/demo/load-demonstration-firm.ts'
import { startTestServer, type TestServer } from './server.ts'

let server: TestServer
let ada: string
let ben: string

beforeAll(async () => {
  server = await startTestServer()
  await loadDemonstrationFirm(server.database, server.firmId)
  ada = await server.token('ada', 'advisor')
  ben = await server.token('ben', 'advisor')
})
afterAll(() => server.close())

const MODEL = `query ($id: ID!) { model(id: $id) { id name householdCount
  current { number author rationale nodes { ordinal parentOrdinal name isCash isTier target low high
    securities { holder slot rank weight security { symbol } } } } versions { number } } }`

const PUBLISH = `mutation ($input: PublishModelVersionInput!) { publishModelVersion(input: $input) {
  __typename
  ... on PublishModelVersionPayload { modelVersion { number author rationale effectiveFrom nodes { name target } } }
  ... on MutationRefused { code message problems { code message place } }
  ... on Conflict { message currentVersion }
} }`

async function modelNamed(name: string): Promise<any> {
  const { data } = await server.query(ada, '{ models { edges { node { id name } } } }')
  const { id } = data.models.edges.map((edge: any) => edge.node).find((node: any) => node.name === name)
  return (await server.query(ada, MODEL, { id })).data.model
}

/** A version as its input would say it. */
function inputOf({ nodes }: any) {
  return {
    nodes: nodes.map((node: any) => ({
      name: node.name,
      parent: node.parentOrdinal === null ? null : nodes[node.parentOrdinal].name,
      isCash: node.isCash,
      target: node.target,
      low: node.low,
      high: node.high,
    })),
    securities: nodes.flatMap((node: any) =>
      node.securities
        .filter((row: any) => row.rank === 0)
        .map((row: any) => ({
          assetClass: node.name,
          holder: row.holder,
          symbol: row.security.symbol,
          weight: row.weight,
          alternatives: node.securities
            .filter((other: any) => other.holder === row.holder && other.slot === row.slot && other.rank > 0)
            .map((other: any) => other.security.symbol),
        })),
    ),
  }
}

const publish = async (token: string, model: any, content: object, more: object = {}): Promise<any> => {
  const input = {
    clientMutationId: randomUUID(),
    modelId: model.id,
    expectedVersion: model.current.number,
    rationale: 'Less bonds, more shares.',
    ...content,
    ...more,
  }
  const answer = await server.query(token, PUBLISH, { input })
  expect(answer.errors).toBeUndefined()
  return answer.data.publishModelVersion
}

/** Moves a target, and its tier's, by points. */
function shifted(content: any, from: string, to: string, points: number) {
  const move = (node: any, by: number) => {
    const round = (value: number) => value.toFixed(6)
    return {
      ...node,
      target: round(Number(node.target) + by),
      low: round(Math.max(0, Number(node.low) + by)),
      high: round(Number(node.high) + by),
    }
  }
  const tierOf = (name: string) => content.nodes.find((node: any) => node.name === name).parent
  const down = [from, tierOf(from)]
  const up = [to, tierOf(to)]
  return {
    ...content,
    nodes: content.nodes.map((node: any) =>
      down.includes(node.name) && up.includes(node.name)
        ? node
        : down.includes(node.name)
          ? move(node, -points / 100)
          : up.includes(node.name)
            ? move(node, points / 100)
            : node,
    ),
  }
}

describe('publishing a model', () => {
  test('makes the next version, measures drift against it, and leaves the old one as it was', async () => {
    const model = await modelNamed('Moderate')
    const content = shifted(inputOf(model.current), 'Core Bonds', 'US Equity', 2)
    const { modelVersion } = await publish(ada, model, content)
    expect(modelVersion).toMatchObject({ number: 2, author: 'ada', rationale: 'Less bonds, more shares.' })
    const before = model.current.nodes.find((node: any) => node.name === 'US Equity').target
    const after = modelVersion.nodes.find((node: any) => node.name === 'US Equity').target
    expect(Number(after) - Number(before)).toBeCloseTo(0.02, 9)

    const now = await modelNamed('Moderate')
    expect(now.current.number).toBe(2)
    expect(now.versions.map((version: any) => version.number)).toEqual([2, 1])
    const { data } = await server.query(
      ada,
      'query ($id: ID!) { households(filter: { modelId: $id }) { edges { node { drift { modelVersion { number } classes { name target } } } } } }',
      { id: model.id },
    )
    expect(data.households.edges.length).toBe(model.householdCount)
    for (const { node } of data.households.edges) {
      expect(node.drift.modelVersion.number).toBe(2)
      expect(node.drift.classes.find((row: any) => row.name === 'US Equity').target).toBe(after)
    }
  })

  test('after a colleague did is a conflict that names the colleague and the version', async () => {
    const model = await modelNamed('Growth')
    const content = inputOf(model.current)
    expect(await publish(ada, model, shifted(content, 'International Equity', 'US Equity', 1))).toMatchObject(
      { __typename: 'PublishModelVersionPayload' },
    )
    const late = await publish(ben, model, shifted(content, 'International Equity', 'US Equity', 3))
    expect(late).toMatchObject({ __typename: 'Conflict', currentVersion: 2 })
    expect(late.message).toContain('ada published version 2 of Growth')
    expect((await modelNamed('Growth')).current.number).toBe(2)
  })

  test('of two advisors at once, one wins and the other is told', async () => {
    const model = await modelNamed('Conservative')
    const content = inputOf(model.current)
    const answers = await Promise.all([
      publish(ada, model, shifted(content, 'Core Bonds', 'Inflation-Protected', 1)),
      publish(ben, model, shifted(content, 'Core Bonds', 'Inflation-Protected', 2)),
    ])
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'Conflict',
      'PublishModelVersionPayload',
    ])
  })

  test.each([
    ['no rationale', { rationale: '  ' }, 'NO_RATIONALE'],
    ['nothing changed', {}, 'NO_CHANGE'],
    ['a day before the version in force', { effectiveFrom: '2001-01-01' }, 'BEFORE_LATEST'],
  ] as const)('is refused with %s', async (_name, more, code) => {
    const model = await modelNamed('Moderate Growth')
    expect(await publish(ada, model, inputOf(model.current), more)).toMatchObject({
      __typename: 'MutationRefused',
      code,
    })
  })

  test.each([
    [
      'targets that do not sum',
      (content: any) => (content.nodes.at(-1).target = '0.2'),
      'partsDoNotSum|targetsDoNotSum|highBelowTarget',
    ],
    ['a range above its target', (content: any) => (content.nodes[1].low = '0.99'), 'lowAboveTarget'],
    ['a tier that is not there', (content: any) => (content.nodes[1].parent = 'Nowhere'), 'unknownTier'],
    ['a circle', (content: any) => (content.nodes[0].parent = content.nodes[1].name), 'aboveItself'],
    ['a name twice', (content: any) => (content.nodes[1].name = content.nodes[2].name), 'nameTwice'],
    ['two cash classes', (content: any) => (content.nodes[1].isCash = true), 'secondCashClass|cashHasParts'],
    [
      'a target in too small steps',
      (content: any) => (content.nodes[1].target = '0.1234567'),
      'tooManyPlaces',
    ],
    [
      'a range in too small steps',
      (content: any) => (content.nodes[0].high = '0.999999999999'),
      'tooManyPlaces',
    ],
    [
      'a weight in too small steps',
      (content: any) => (content.securities[0].weight = '0.3333333'),
      'tooManyPlaces',
    ],
    ['an unknown security', (content: any) => (content.securities[0].symbol = 'NOPE'), 'unknownSymbol'],
    ['weights that do not sum', (content: any) => (content.securities[0].weight = '0.5'), 'weightsDoNotSum'],
    [
      'a security of no class',
      (content: any) => (content.securities[0].assetClass = 'Nowhere'),
      'unknownClass',
    ],
  ])('is refused with %s, in the row that is wrong, and nothing is written', async (_name, spoil, codes) => {
    const model = await modelNamed('Moderate Growth')
    const content = inputOf(model.current)
    spoil(content)
    const answer = await publish(ada, model, content)
    expect(answer).toMatchObject({ __typename: 'MutationRefused', code: 'MODEL_REFUSED' })
    expect(answer.problems.map((problem: any) => problem.code)).toContainEqual(
      expect.stringMatching(new RegExp(codes)),
    )
    for (const { place, message } of answer.problems) {
      expect(place).toMatch(/^(nodes|securities)\.\d+\.\w+$/)
      expect(message).toMatch(/^[A-Z].*\.$/)
    }
    expect((await modelNamed('Moderate Growth')).versions).toHaveLength(1)
  })

  test('is not for analysts', async () => {
    const model = await modelNamed('Growth')
    const analyst = await server.token('ann', 'analyst')
    const input = {
      clientMutationId: 'x',
      modelId: model.id,
      expectedVersion: 1,
      rationale: 'x',
      nodes: [],
      securities: [],
    }
    expect((await server.query(analyst, PUBLISH, { input })).errors[0].extensions.code).toBe('FORBIDDEN')
  })
})
