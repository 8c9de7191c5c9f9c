import type { WHOLE_LOT_KINDS, LayoutKind } from './layouts/registry.ts'
import { LOT_KINDS, POSITION_KINDS } from './layouts/registry.ts'
import type { LotRecord } from './layouts/lot-record.ts'
import type { ReadFile } from './read-file.ts'

/** Several files that are loaded together or not at all, in the order in which one needs the other. */
export type FileSet = readonly ReadFile[]

/** A read file of one kind. */
export type FileOf<K extends LayoutKind> = Extract<ReadFile, { kind: K }>

/** A file of lots of any layout. */
export type LotFile = Omit<FileOf<(typeof LOT_KINDS)[number]>, 'records' | 'kind'> & {
  readonly kind: (typeof WHOLE_LOT_KINDS)[number] | 'schwabLotDetails'
  readonly records: readonly LotRecord[]
}

/** A file in which a custodian says what its accounts hold. */
export type PositionFile = FileOf<(typeof POSITION_KINDS)[number]>

export function filesOf<K extends LayoutKind>(set: FileSet, kind: K): FileOf<K>[] {
  return set.filter((file): file is FileOf<K> => file.kind === kind)
}

export function lotFilesOf(set: FileSet): LotFile[] {
  return set.filter((file) => (LOT_KINDS as readonly string[]).includes(file.kind)) as LotFile[]
}

export function positionFilesOf(set: FileSet): PositionFile[] {
  return set.filter((file): file is PositionFile => (POSITION_KINDS as readonly string[]).includes(file.kind))
}
