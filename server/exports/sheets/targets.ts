import { sql } from 'kysely'
import { readCells } from '../read-pages.ts'
import { historySheet } from './history-sheet.ts'
import { versionsInForce } from './version-periods.ts'

/** Classes and tiers of the versions in force in the range. */
export const targetsSheet = historySheet(
  'Targets',
  'Target and range of every class and tier, version by version, as they were in force in the range.',
  [
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'number', title: 'Version', kind: 'count' },
    { name: 'effective_from', title: 'In force from', kind: 'date' },
    { name: 'tier', title: 'Tier above', kind: 'text' },
    { name: 'node', title: 'Class or tier', kind: 'text' },
    { name: 'is_class', title: 'Is a class', kind: 'text' },
    { name: 'target', title: 'Target', kind: 'fraction' },
    { name: 'low', title: 'Lowest', kind: 'fraction' },
    { name: 'high', title: 'Highest', kind: 'fraction' },
  ],
  async function* (transaction, scope, columns) {
    const { firmId } = transaction
    const ids = (await versionsInForce(transaction, scope)).map(({ id }) => id)
    yield* readCells(
      transaction,
      columns,
      sql`select m.name as model, v.number, v.effective_from::text, t.name as tier, n.name as node,
          n.asset_class_id is not null as is_class, n.target, n.low, n.high
        from model_version v
        join model m on m.firm_id = ${firmId} and m.id = v.model_id
        join model_node n on n.firm_id = ${firmId} and n.model_version_id = v.id
        left join model_node t on t.firm_id = ${firmId} and t.model_version_id = v.id and t.ordinal = n.parent_ordinal
        where v.firm_id = ${firmId} and v.id = any(${ids}::uuid[])
        order by m.name, v.effective_from, v.number, n.ordinal`,
    )
  },
)

/** What filled the classes of the versions in force in the range. */
export const securitiesSheet = historySheet(
  'Securities',
  'What filled each class, version by version: the chosen securities with their weights, then the alternatives by rank.',
  [
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'number', title: 'Version', kind: 'count' },
    { name: 'effective_from', title: 'In force from', kind: 'date' },
    { name: 'node', title: 'Class', kind: 'text' },
    { name: 'holder', title: 'For accounts', kind: 'text' },
    { name: 'symbol', title: 'Security', kind: 'text' },
    { name: 'name', title: 'Name', kind: 'text' },
    { name: 'rank', title: 'Rank', kind: 'count' },
    { name: 'weight', title: 'Weight in class', kind: 'fraction' },
  ],
  async function* (transaction, scope, columns) {
    const { firmId } = transaction
    const ids = (await versionsInForce(transaction, scope)).map(({ id }) => id)
    yield* readCells(
      transaction,
      columns,
      sql`select m.name as model, v.number, v.effective_from::text, n.name as node, s.holder, e.symbol, e.name, s.rank, s.weight
        from model_version v
        join model m on m.firm_id = ${firmId} and m.id = v.model_id
        join model_security s on s.firm_id = ${firmId} and s.model_version_id = v.id
        join model_node n on n.firm_id = ${firmId} and n.model_version_id = v.id and n.ordinal = s.node_ordinal
        join security e on e.firm_id = ${firmId} and e.id = s.security_id
        where v.firm_id = ${firmId} and v.id = any(${ids}::uuid[])
        order by m.name, v.effective_from, v.number, s.node_ordinal, s.holder, s.slot, s.rank`,
    )
  },
)
