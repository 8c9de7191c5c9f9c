import type { Model, Security, Snapshot } from '../engine/snapshot.ts'
import { contentOf, type Content } from './content.ts'

type PriceList = Readonly<Record<string, Pick<Security, 'price' | 'priceDate'>>>

/** A snapshot as it is kept: models and prices by hash, since every proposal of a day shares them. */
interface StoredSnapshot {
  readonly snapshot: Omit<Snapshot, 'models' | 'securities'>
  readonly securities: readonly Omit<Security, 'price' | 'priceDate'>[]
  readonly models: readonly string[]
  readonly prices: string
}

/** A model by itself: households of a batch share the very object, and its bytes are worked out once. */
const modelContents = new WeakMap<Model, Content>()

function modelContent(model: Model): Content {
  const known = modelContents.get(model)
  if (known) return known
  const content = contentOf(model)
  modelContents.set(model, content)
  return content
}

/** The contents that make up a snapshot; the first is the snapshot itself, by whose hash it is found again. */
export function storeSnapshot(snapshot: Snapshot): readonly [Content, ...Content[]] {
  const { models, securities, ...rest } = snapshot
  const modelParts = models.map(modelContent)
  const prices = contentOf(
    Object.fromEntries(
      securities.map(({ id, price, priceDate }) => [id, { price, priceDate }]),
    ) satisfies PriceList,
  )
  const stored: StoredSnapshot = {
    snapshot: rest,
    securities: securities.map(({ price: _price, priceDate: _date, ...security }) => security),
    models: modelParts.map((content) => content.sha256),
    prices: prices.sha256,
  }
  return [contentOf(stored), prices, ...modelParts]
}

/** The snapshot of stored contents, exactly as the engine was given it. `read` fetches contents by hash. */
export async function restoreSnapshot(
  hash: string,
  read: (hashes: readonly string[]) => Promise<Map<string, unknown>>,
): Promise<Snapshot> {
  const stored = (await read([hash])).get(hash) as StoredSnapshot
  const parts = await read([stored.prices, ...stored.models])
  const prices = parts.get(stored.prices) as PriceList
  return {
    ...stored.snapshot,
    models: stored.models.map((model) => parts.get(model) as Model),
    securities: stored.securities.map((security) => ({ ...security, ...prices[security.id]! })),
  }
}
