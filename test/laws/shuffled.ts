import type { Snapshot } from '../../server/engine/snapshot.ts'

/** The same household with every list in another order, but for lists whose order is a ranking. */
export function shuffled(snapshot: Snapshot, seed: number): Snapshot {
  let state = seed >>> 0
  const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
  const shuffle = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value
        .map((entry) => ({ entry: shuffle(entry), key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ entry }) => entry)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shuffle(entry)]))
  }
  const shuffleRows = <Row>(rows: readonly Row[]) => shuffle(rows) as readonly Row[]
  const models = snapshot.models.map((model) => ({
    ...model,
    parts: shuffleRows(model.parts),
    nodes: shuffleRows(model.nodes),
    // The order of alternatives is a ranking, not an accident of rows.
    classHoldings: model.classHoldings.map((set) => ({ ...set, slots: set.slots.toReversed() })).toReversed(),
  }))
  const mixed = shuffle(snapshot) as Snapshot
  // The first fee that applies counts.
  const feesOf = (id: string) => snapshot.accounts.find((account) => account.id === id)?.fees ?? []
  return {
    ...mixed,
    models: shuffleRows(models.map(({ id }) => id)).map((id) => models.find((model) => model.id === id)!),
    accounts: mixed.accounts.map((account) => ({ ...account, fees: feesOf(account.id) })),
  }
}
