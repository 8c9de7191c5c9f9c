/** A lot as the database has it; zero shares are one that was sold. Decimals stand in their shortest form, so equal ones are equal texts. */
export interface StoredLot {
  readonly id: string
  readonly key: string
  readonly ordinal: number
  readonly shares: string
  readonly costBasis: string | null
  readonly holdingPeriodStart: string
}

/** A lot as a file states it. The key is what tells purchases apart: account, security, day, unit cost. */
export interface StatedLot {
  readonly key: string
  readonly shares: string
  readonly costBasis: string | null
  /** None: what is known stays, and a new lot's holding period starts with its purchase. */
  readonly holdingPeriodStart: string | null
}

export interface LotMatch<S extends StatedLot> {
  readonly added: readonly { readonly stated: S; readonly ordinal: number }[]
  readonly changed: readonly { readonly stated: S; readonly stored: StoredLot }[]
  readonly unchanged: number
  /** Held before and stated no more. */
  readonly ended: readonly StoredLot[]
}

/**
 * Finds the stored lot of each stated one. Custodians send no lot numbers, so among purchases of one security on one day at one
 * cost the same number of shares is the same lot; what is left over goes by ordinal, so that a lot sold down keeps its id. A lot
 * that was sold and is stated again is that lot again.
 */
export function matchLots<S extends StatedLot>(
  stored: readonly StoredLot[],
  stated: readonly S[],
): LotMatch<S> {
  const storedByKey = Map.groupBy(stored, ({ key }) => key)
  const statedByKey = Map.groupBy(stated, ({ key }) => key)
  const added: { stated: S; ordinal: number }[] = []
  const changed: { stated: S; stored: StoredLot }[] = []
  const ended: StoredLot[] = []
  let unchanged = 0
  for (const [key, wanted] of statedByKey) {
    const { pairs, unmatched, left } = pairUp(storedByKey.get(key) ?? [], wanted)
    for (const pair of pairs) {
      if (isSame(pair.stored, pair.stated)) unchanged += 1
      else changed.push(pair)
    }
    const next = 1 + (storedByKey.get(key) ?? []).reduce((most, { ordinal }) => Math.max(most, ordinal), 0)
    unmatched.forEach((lot, index) => added.push({ stated: lot, ordinal: next + index }))
    ended.push(...left.filter(isHeld))
  }
  for (const [key, lots] of storedByKey) if (!statedByKey.has(key)) ended.push(...lots.filter(isHeld))
  return { added, changed, unchanged, ended }
}

function pairUp<S extends StatedLot>(stored: readonly StoredLot[], stated: readonly S[]) {
  const pairs: { stored: StoredLot; stated: S }[] = []
  const heldFirst = [...stored].sort((a, b) => Number(isHeld(b)) - Number(isHeld(a)) || a.ordinal - b.ordinal)
  const byShares = Map.groupBy(heldFirst.filter(isHeld).reverse(), ({ shares }) => shares)
  const taken = new Set<StoredLot>()
  const inexact: S[] = []
  for (const lot of stated) {
    const exact = byShares.get(lot.shares)?.pop()
    if (exact) {
      taken.add(exact)
      pairs.push({ stored: exact, stated: lot })
    } else inexact.push(lot)
  }
  const left = heldFirst.filter((lot) => !taken.has(lot))
  const count = Math.min(left.length, inexact.length)
  for (let index = 0; index < count; index += 1) pairs.push({ stored: left[index]!, stated: inexact[index]! })
  return { pairs, unmatched: inexact.slice(count), left: left.slice(count) }
}

const isHeld = ({ shares }: StoredLot) => shares !== '0'

function isSame(stored: StoredLot, stated: StatedLot): boolean {
  return (
    stored.shares === stated.shares &&
    stored.costBasis === stated.costBasis &&
    (stated.holdingPeriodStart === null || stated.holdingPeriodStart === stored.holdingPeriodStart)
  )
}
