import { inTreeOrder, type ContentNode, type ContentSecurity, type ModelContent } from './model-content.ts'

/** What of a tier, class or security an adjustment is about. */
export type AdjustedField =
  'parent' | 'isCash' | 'target' | 'low' | 'high' | 'weight' | 'alternatives' | 'order'

/** One exact difference between two versions of a model: added where nothing was, removed where nothing is. */
export interface Adjustment {
  readonly kind: 'added' | 'removed' | 'changed'
  /** The tier or class; null for the order of the whole tree. */
  readonly node: string | null
  /** Of a security: for which accounts it fills the class, and its symbol; else null. */
  readonly holder: ContentSecurity['holder'] | null
  readonly symbol: string | null
  readonly field: AdjustedField
  /** Fractions as decimals, names as they are, lists joined by commas, `yes` and `no`. Null: there was nothing. */
  readonly from: string | null
  readonly to: string | null
}

type Fields = readonly (readonly [field: AdjustedField, value: string | null])[]

/**
 * Every difference between what a version says and what the one before it said (none: a model's first), tiers and classes in the
 * order of the tree, removed ones after them, then securities. Contents whose sets of securities stand in one order have none where they
 * are equal, and only there.
 */
export function adjustments(before: ModelContent | null, after: ModelContent): Adjustment[] {
  return [
    ...differences(nodesOf(before), nodesOf(after)),
    ...orderOfNodes(before, after),
    ...differences(securitiesOf(before), securitiesOf(after)),
    ...ordersOfSecurities(before, after),
  ]
}

interface Stated {
  readonly subject: Pick<Adjustment, 'node' | 'holder' | 'symbol'>
  readonly fields: Fields
}

function nodesOf(content: ModelContent | null): Map<string, Stated> {
  return new Map(
    inTreeOrder(content?.nodes ?? []).map((node) => [
      node.name,
      { subject: { node: node.name, holder: null, symbol: null }, fields: nodeFields(node) },
    ]),
  )
}

const nodeFields = ({ parent, isCash, target, low, high }: ContentNode): Fields => [
  ['parent', parent],
  ['isCash', isCash ? 'yes' : null],
  ['target', target],
  ['low', low],
  ['high', high],
]

const slotOf = ({ assetClass, holder, symbol }: ContentSecurity) =>
  JSON.stringify([assetClass, holder, symbol])

function securitiesOf(content: ModelContent | null): Map<string, Stated> {
  return new Map(
    (content?.securities ?? []).map((security) => [
      slotOf(security),
      {
        subject: { node: security.assetClass, holder: security.holder, symbol: security.symbol },
        fields: [
          ['weight', security.weight],
          ['alternatives', security.alternatives.length > 0 ? security.alternatives.join(', ') : null],
        ],
      },
    ]),
  )
}

function differences(before: ReadonlyMap<string, Stated>, after: ReadonlyMap<string, Stated>): Adjustment[] {
  const gone = [...before].filter(([key]) => !after.has(key))
  return [
    ...[...after].flatMap(([key, { subject, fields }]) => {
      const earlier = before.get(key)
      const kind = earlier ? 'changed' : 'added'
      return fields.flatMap(([field, to], index) => {
        const from = earlier?.fields[index]?.[1] ?? null
        return from === to ? [] : [{ kind, ...subject, field, from, to } as const]
      })
    }),
    ...gone.flatMap(([, { subject, fields }]) =>
      fields.flatMap(([field, from]) =>
        from === null ? [] : [{ kind: 'removed', ...subject, field, from, to: null } as const],
      ),
    ),
  ]
}

/** The order of what both have: what comes or goes is told by itself. */
function moved(before: readonly string[], after: readonly string[]): { from: string; to: string } | null {
  const [earlier, later] = [new Set(before), new Set(after)]
  const from = before.filter((name) => later.has(name)).join(', ')
  const to = after.filter((name) => earlier.has(name)).join(', ')
  return from === to ? null : { from, to }
}

function orderOfNodes(before: ModelContent | null, after: ModelContent): Adjustment[] {
  const [earlier, later] = [before?.nodes ?? [], after.nodes].map((nodes) => nodes.map(({ name }) => name))
  const change = moved(earlier!, later!)
  return change
    ? [{ kind: 'changed', node: null, holder: null, symbol: null, field: 'order', ...change }]
    : []
}

function ordersOfSecurities(before: ModelContent | null, after: ModelContent): Adjustment[] {
  const [earlier, later] = [before?.securities ?? [], after.securities].map((securities) =>
    Map.groupBy(securities, ({ assetClass, holder }) => JSON.stringify([assetClass, holder])),
  )
  return [...later!].flatMap(([key, set]) => {
    const symbols = (of: readonly ContentSecurity[]) => of.map(({ symbol }) => symbol)
    const change = moved(symbols(earlier!.get(key) ?? []), symbols(set))
    if (!change) return []
    const { assetClass, holder } = set[0]!
    return [{ kind: 'changed', node: assetClass, holder, symbol: null, field: 'order', ...change }]
  })
}
