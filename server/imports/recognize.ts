import type { Field, Layout } from './layouts/layout.ts'
import { LAYOUTS, LOAD_ORDER, type LayoutKind } from './layouts/registry.ts'

/** A column's name as it is compared: capitals and outer spaces make no difference. */
export function columnKey(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** Whether a column of a file is one that a layout calls so; a name that ends in `…` stands for all that begin like it. */
export function isNamed(name: string, column: string): boolean {
  return column.endsWith('…')
    ? columnKey(name).startsWith(columnKey(column.slice(0, -1)))
    : columnKey(name) === columnKey(column)
}

/** Whether a column of a file is the field's, under any of its names. */
export function isFields(name: string, { column, also }: Pick<Field<unknown>, 'column' | 'also'>): boolean {
  return isNamed(name, column) || also.some((other) => isNamed(name, other))
}

/** Below this likeness a header is none of ours rather than one of ours with mistakes. */
const LEAST_LIKENESS = 0.5

/**
 * The kind of a file from its header alone: the layout that shares most of the columns that either has. A header with a
 * missing or a foreign column is still recognized, so that the column can be named.
 */
export function recognizeLayout(header: readonly string[]): LayoutKind | undefined {
  const names = [...new Set(header.map(columnKey).filter((name) => name !== ''))]
  let best: { kind: LayoutKind; likeness: number } | undefined
  for (const kind of LOAD_ORDER) {
    const likeness = likenessOf(names, LAYOUTS[kind])
    if (!best || likeness > best.likeness) best = { kind, likeness }
  }
  return best && best.likeness >= LEAST_LIKENESS ? best.kind : undefined
}

/** Shared columns as a part of the header's and the required ones together. */
function likenessOf(
  names: readonly string[],
  { fields, ignored }: Pick<Layout, 'fields' | 'ignored'>,
): number {
  const columns = Object.values(fields).filter((field) => field.said === undefined)
  const isKnown = (name: string) =>
    columns.some((field) => isFields(name, field)) || ignored.some((column) => isNamed(name, column))
  const missing = columns.filter(
    (field) => !field.mayBeAbsent && !names.some((name) => isFields(name, field)),
  ).length
  return names.filter(isKnown).length / (names.length + missing)
}

/** The layouts as a person names them, for a header that is none. */
export function layoutTitles(): string {
  return LOAD_ORDER.map((kind) => LAYOUTS[kind].title).join('; ')
}
