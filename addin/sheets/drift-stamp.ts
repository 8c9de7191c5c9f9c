import { dateCell } from './exact-cells.ts'
import { FORMATS, type StampEntry } from './sheet-table.ts'

/** What a pull is true of; every sheet carries it above its table. */
export interface PullStamp {
  readonly firmName: string
  /** Latest date with complete positions and prices, `YYYY-MM-DD`; null before the first load. */
  readonly asOf: string | null
  /** Moment of the pull, ISO 8601 in UTC. */
  readonly pulledAt: string
  readonly userName: string
  /** Which households or accounts were asked for, in words. */
  readonly scope: string
  readonly householdCount: number
}

/** The stamp's entries in the order they are read. */
export function stampEntries(stamp: PullStamp): readonly StampEntry[] {
  return [
    { label: 'Firm', value: stamp.firmName, format: FORMATS.text },
    stamp.asOf === null
      ? { label: 'As of', value: 'nothing loaded', format: FORMATS.text }
      : { label: 'As of', value: dateCell(stamp.asOf), format: 'yyyy-mm-dd' },
    { label: 'Pulled at', value: minuteInUtc(stamp.pulledAt), format: FORMATS.text },
    { label: 'By', value: stamp.userName, format: FORMATS.text },
    { label: 'Households', value: stamp.householdCount, format: FORMATS.count },
    { label: 'Scope', value: stamp.scope, format: FORMATS.text },
  ]
}

function minuteInUtc(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
