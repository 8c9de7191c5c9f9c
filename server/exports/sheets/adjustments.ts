import { sql } from 'kysely'
import type { FirmTransaction } from '../../database/in-firm.ts'
import { adjustments, type AdjustedField, type Adjustment } from '../../models/adjustments.ts'
import { contentsOfVersions } from '../contents-of-versions.ts'
import { inRange, recordedIn, type HistoryScope } from '../history-scope.ts'
import { cellOf, type Cell } from '../workbook/cells.ts'
import { historySheet } from './history-sheet.ts'
import { versionPeriods } from './version-periods.ts'

const FIELD_WORDS: Readonly<Record<AdjustedField, string>> = {
  parent: 'tier above',
  isCash: 'is cash',
  target: 'target',
  low: 'lowest',
  high: 'highest',
  weight: 'weight',
  alternatives: 'alternatives',
  order: 'order',
}

/** Shown as percentages; a name that looks like a number stays a name. */
const FRACTIONS: ReadonlySet<AdjustedField> = new Set(['target', 'low', 'high', 'weight'])

/** Versions whose contents are held at once. */
const AT_ONCE = 200

interface Version {
  readonly id: string
  readonly model: string
  readonly number: number
  readonly effectiveFrom: string
  readonly previousId: string | null
}

/** What each version of the sheet Versions changed, exactly. */
export const adjustmentsSheet = historySheet(
  'Adjustments',
  'What each of those versions added, removed and changed against the version before it, exactly.',
  [
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'number', title: 'Version', kind: 'count' },
    { name: 'effective_from', title: 'In force from', kind: 'date' },
    { name: 'adjustment', title: 'Adjustment', kind: 'text' },
    { name: 'node', title: 'Class or tier', kind: 'text' },
    { name: 'symbol', title: 'Security', kind: 'text' },
    { name: 'holder', title: 'For accounts', kind: 'text' },
    { name: 'field', title: 'What', kind: 'text' },
    { name: 'from', title: 'From', kind: 'fraction' },
    { name: 'to', title: 'To', kind: 'fraction' },
  ],
  async function* (transaction, scope) {
    const versions = await versionsOf(transaction, scope)
    for (let start = 0; start < versions.length; start += AT_ONCE) {
      const page = versions.slice(start, start + AT_ONCE)
      const ids = page.flatMap(({ id, previousId }) => (previousId === null ? [id] : [id, previousId]))
      const contents = await contentsOfVersions(transaction, [...new Set(ids)])
      yield page.flatMap((version) => {
        const before = version.previousId === null ? null : contents.get(version.previousId)!
        return adjustments(before, contents.get(version.id)!).map((each) => cellsOf(version, each))
      })
    }
  },
)

function cellsOf({ model, number, effectiveFrom }: Version, adjustment: Adjustment): Cell[] {
  const { kind, node, symbol, holder, field, from, to } = adjustment
  const kindOfValue = FRACTIONS.has(field) ? 'fraction' : 'text'
  const words = [kind, node, symbol, holder, FIELD_WORDS[field]]
  return [
    cellOf('text', model),
    number,
    cellOf('date', effectiveFrom),
    ...words.map((word) => cellOf('text', word)),
    cellOf(kindOfValue, from),
    cellOf(kindOfValue, to),
  ]
}

async function versionsOf({ firmId, kysely }: FirmTransaction, scope: HistoryScope): Promise<Version[]> {
  const { rows } = await sql<Version>`
    select v.id, m.name as model, v.number, v.effective_from::text as "effectiveFrom",
      (select p.id from model_version p
        where p.firm_id = ${firmId} and p.model_id = v.model_id and p.number = v.number - 1) as "previousId"
    from ${versionPeriods(firmId)} v join model m on m.firm_id = ${firmId} and m.id = v.model_id
    where v.model_id = any(${[...scope.modelIds]}::uuid[])
      and (${inRange(scope, 'v.effective_from', 'v.until')} and (v.until is null or v.until > v.effective_from)
        or ${recordedIn(scope, 'v.recorded_at')})
    order by m.name, v.number`.execute(kysely)
  return rows
}
