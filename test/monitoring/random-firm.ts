import { sql } from 'kysely'
import type { Database } from '../../server/database/in-firm.ts'
import { uuidv7 } from '../../server/database/ids.ts'
import { analyze } from '../analyze.ts'

/** Mulberry32: the same seed gives the same firm on every machine. */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

export const AS_OF = '2025-09-26'

type Row = Record<string, string | number | boolean | null>

/** Inserts rows of one shape in one statement. */
async function insert(database: Database, firmId: string, table: string, rows: readonly Row[]) {
  for (let start = 0; start < rows.length; start += 20_000) {
    const part = rows.slice(start, start + 20_000).map((row) => ({ firm_id: firmId, ...row }))
    const columns = sql.join(Object.keys(part[0]!).map((column) => sql.ref(column)))
    await database.inFirm(firmId, ({ kysely }) =>
      sql`insert into ${sql.table(table)} (${columns})
        select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(part)}::jsonb)`.execute(
        kysely,
      ),
    )
  }
}

const fixed = (units: number, places: number) => (units / 10 ** places).toFixed(places)

/** Two models: one flat, one with tiers; bands with edges that round amounts can hit exactly. */
const MODELS = [
  {
    name: 'Flat',
    nodes: [
      ['Equity', null, '0.6', '0.5', '0.7'],
      ['Bond', null, '0.35', '0.3', '0.4'],
      ['Cash', null, '0.05', '0', '0.1'],
    ],
  },
  {
    name: 'Tiered',
    nodes: [
      ['Risk', null, '0.75', '0.7', '0.8'],
      ['Equity', 0, '0.5', '0.45', '0.55'],
      ['Foreign', 0, '0.25', '0.2', '0.3'],
      ['Safe', null, '0.25', '0.2', '0.3'],
      ['Bond', 3, '0.2', '0.15', '0.25'],
      ['Cash', 3, '0.05', '0.02', '0.08'],
    ],
  },
] as const

/** Fills a firm with random households, their accounts, lots, prices, reserves and exclusions. Gives the households' ids. */
export async function fillRandomFirm(
  database: Database,
  firmId: string,
  households: number,
  seed: number,
): Promise<string[]> {
  const next = random(seed)
  const pick = <T>(from: readonly T[]): T => from[next(from.length)]!
  const classes = new Map(['Equity', 'Foreign', 'Bond', 'Cash', 'Gold'].map((name) => [name, uuidv7()]))
  // Round prices make weights fall on edges; odd ones make cents round; the last two securities have no usable price.
  const securities = Array.from({ length: 24 }, (_, index) => ({
    id: uuidv7(),
    symbol: `S${index}`,
    class: index < 22 ? [...classes.keys()][index % 5]! : 'Equity',
    price:
      index >= 22
        ? null
        : index % 3 === 0
          ? '100'
          : index % 3 === 1
            ? fixed(1 + next(50_000_000), 4)
            : fixed(1 + next(900_000_000), 6),
  }))
  const models = MODELS.map((model) => ({ ...model, id: uuidv7(), versionId: uuidv7() }))
  await insert(
    database,
    firmId,
    'asset_class',
    [...classes].map(([name, id]) => ({ id, name })),
  )
  await insert(
    database,
    firmId,
    'security',
    securities.map((security) => ({
      id: security.id,
      symbol: security.symbol,
      name: security.symbol,
      asset_class_id: next(9) === 0 ? null : classes.get(security.class)!,
      tax_character: 'equity',
      identical_group: security.symbol,
      version: 1,
    })),
  )
  const prices = securities.flatMap((security, index) => {
    const future = {
      security_id: security.id,
      price_date: '2025-10-01',
      recorded_at: '2025-10-01T00:00:00Z',
      close: '7',
    }
    if (security.price === null) return [future]
    const row = { security_id: security.id, close: security.price }
    return [
      // A later day on which not everything was priced is not complete.
      ...(index === 0 ? [future] : []),
      { ...row, price_date: '2025-09-20', recorded_at: '2025-09-20T00:00:00Z', close: '3.33' },
      { ...row, price_date: '2025-09-25', recorded_at: '2025-09-25T00:00:00Z', close: '9.99' },
      // The same day once more, recorded later: the correction is in force.
      { ...row, price_date: '2025-09-25', recorded_at: '2025-09-26T00:00:00Z' },
    ]
  })
  await insert(database, firmId, 'price', prices)
  await insert(
    database,
    firmId,
    'model',
    models.map(({ id, name }) => ({ id, name, version: 1 })),
  )
  await insert(
    database,
    firmId,
    'model_version',
    models.map((model) => ({
      id: model.versionId,
      model_id: model.id,
      number: 1,
      effective_from: '2020-01-01',
      recorded_at: '2020-01-01T00:00:00Z',
      author: 'test',
      rationale: 'test',
      content_sha256: '',
    })),
  )
  await insert(
    database,
    firmId,
    'model_node',
    models.flatMap((model) =>
      model.nodes.map(([name, parent, target, low, high], ordinal) => ({
        model_version_id: model.versionId,
        ordinal,
        parent_ordinal: parent,
        name,
        asset_class_id: classes.get(name) ?? null,
        is_cash: name === 'Cash',
        target,
        low,
        high,
      })),
    ),
  )

  const rows = {
    household: [],
    taxpayer: [],
    account: [],
    tax_lot: [],
    override: [],
    model_assignment: [],
  } as Record<string, Row[]>
  const ids: string[] = []
  for (let index = 0; index < households; index += 1) {
    const householdId = uuidv7()
    const taxpayerId = uuidv7()
    ids.push(householdId)
    rows['household']!.push({
      id: householdId,
      reference: `HH-${index}`,
      name: `H${index}`,
      rebalance_level: pick(['household', 'account']),
      version: 1,
    })
    rows['taxpayer']!.push({
      id: taxpayerId,
      reference: `TP-${index}`,
      household_id: householdId,
      kind: 'person',
      federal_short_rate: '0.24',
      federal_long_rate: '0.15',
      net_investment_income_tax: '0',
      state_rate: '0.05',
      year_to_date_short_gain: '0',
      year_to_date_long_gain: '0',
      loss_carryforward: '0',
      version: 1,
    })
    rows['model_assignment']!.push({
      household_id: householdId,
      effective_from: '2021-01-01',
      recorded_at: '2021-01-01T00:00:00Z',
      model_id: pick(models).id,
      author: 'test',
    })
    const round = next(3) === 0
    for (let account = 0; account < 1 + next(4); account += 1) {
      const accountId = uuidv7()
      rows['account']!.push({
        id: accountId,
        account_number: `${index}-${account}`,
        household_id: householdId,
        taxpayer_id: taxpayerId,
        name: 'A',
        registration: 'individual',
        tax_status: pick(['taxable', 'tax_deferred', 'tax_exempt']),
        custodian: 'Schwab',
        discretionary: true,
        notice_policy: 'notice',
        minimum_cash: next(3) === 0 ? fixed(next(500_000), 2) : '0',
        cash: round ? `${100 * next(20)}` : fixed(next(2_000_000) - 200_000, 2),
        positions_as_of: AS_OF,
        version: 1,
      })
      for (let lot = 0; lot < next(9); lot += 1) {
        const security = round ? securities[3 * next(7)]! : pick(securities)
        rows['tax_lot']!.push({
          account_id: accountId,
          id: uuidv7(),
          security_id: security.id,
          acquired: '2020-02-03',
          holding_period_start: '2020-02-03',
          unit_cost: fixed(next(10_000_000), 4),
          ordinal: lot,
          shares: round ? `${next(30)}` : fixed(next(2_000_000_000), 8 - next(3)),
          cost_basis: '1',
        })
      }
      const exception = (kind: string, more: Row) => ({
        id: uuidv7(),
        recorded_at: '2025-01-01T00:00:00Z',
        household_id: null,
        account_id: accountId,
        kind,
        security_id: null,
        value: null,
        reason: 'test',
        author: 'test',
        starts: '2025-01-01',
        expires: pick([null, AS_OF, '2025-09-25']),
        ...more,
      })
      if (next(4) === 0) rows['override']!.push(exception('cash_reserve', { value: fixed(next(900_000), 2) }))
      if (next(4) === 0) rows['override']!.push(exception('exclude', { security_id: pick(securities).id }))
      if (next(9) === 0) {
        rows['override']!.push(
          exception('exclude', {
            security_id: pick(securities).id,
            account_id: null,
            household_id: householdId,
          }),
        )
      }
    }
  }
  for (const table of ['household', 'taxpayer', 'account', 'tax_lot', 'override', 'model_assignment']) {
    await insert(database, firmId, table, rows[table]!)
  }
  await analyze()
  return ids
}
