import type { IsoDate, Override } from '../snapshot.ts'

/** An override is in force from its first day through its last day, both included. */
export function isInForce(override: Pick<Override, 'starts' | 'expires'>, date: IsoDate): boolean {
  return override.starts <= date && (override.expires === null || date <= override.expires)
}
