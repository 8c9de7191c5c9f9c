import type { Snapshot } from '../../engine/snapshot.ts'

export interface Blocked {
  readonly code: 'UNRECONCILED' | 'NO_PRICE' | 'HELD_AWAY' | 'NO_ACCOUNT'
  readonly message: string
}

/**
 * Why nothing at all can be traded in a household, so that planning it would say nothing; none where an account is free. Where
 * only some accounts are blocked it is planned around them.
 */
export function blockedWhole(snapshot: Snapshot): Blocked | undefined {
  const planned = new Set(snapshot.groups.flatMap(({ accountIds }) => accountIds))
  if (planned.size === 0) return { code: 'NO_ACCOUNT', message: 'It has no account.' }
  const unpriced = unpricedByAccount(snapshot)
  const reasons: Blocked[] = []
  for (const account of snapshot.accounts) {
    if (!planned.has(account.id)) continue
    const [block] = account.blocks
    const symbols = unpriced.get(account.id)
    if (block) {
      const code = block.code === 'heldAway' ? 'HELD_AWAY' : 'UNRECONCILED'
      reasons.push({ code, message: `Account ${account.name} is blocked: ${lowerFirst(block.detail)}` })
    } else if (symbols) {
      const message = `Account ${account.name} is blocked: it holds ${symbols.join(', ')} without a price.`
      reasons.push({ code: 'NO_PRICE', message })
    } else return undefined
  }
  // What can be mended comes before what is so by design.
  return reasons.find(({ code }) => code !== 'HELD_AWAY') ?? reasons[0]
}

/** Symbols held without a price and not excluded from management, by account. */
function unpricedByAccount(snapshot: Snapshot): Map<string, string[]> {
  const symbols = new Map(
    snapshot.securities.filter(({ price }) => price === null).map(({ id, symbol }) => [id, symbol]),
  )
  const found = new Map<string, string[]>()
  if (symbols.size === 0) return found
  const isExcluded = (accountId: string, securityId: string) =>
    snapshot.overrides.some(
      (override) =>
        override.kind === 'exclude' &&
        override.securityId === securityId &&
        (override.accountId === null || override.accountId === accountId),
    )
  for (const { id, lots } of snapshot.accounts) {
    const held = new Set(lots.map(({ securityId }) => securityId))
    const unpriced = [...held].filter((securityId) => symbols.has(securityId) && !isExcluded(id, securityId))
    if (unpriced.length > 0) found.set(id, unpriced.map((securityId) => symbols.get(securityId)!).sort())
  }
  return found
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)
