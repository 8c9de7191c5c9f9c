/** Where a token may outlive the pane, if the person wishes it. */
export interface RememberedToken {
  readonly read: () => string | null
  readonly keep: (token: string) => void
  readonly forget: () => void
}

/** Browser storage of this computer, parted by Office's partition key; where storage is denied nothing is kept. */
export function rememberedToken(storage: () => Storage, partitionKey: string): RememberedToken {
  const key = `${partitionKey}evenkeel.token`
  return {
    read: () => attempt(() => storage().getItem(key)) ?? null,
    keep: (token) => attempt(() => storage().setItem(key, token)),
    forget: () => attempt(() => storage().removeItem(key)),
  }
}

/** Browsers throw at any touch of storage where a person or policy blocks it in frames. */
function attempt<Result>(touch: () => Result): Result | undefined {
  try {
    return touch()
  } catch {
    return undefined
  }
}
