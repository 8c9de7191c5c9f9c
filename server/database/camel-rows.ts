type Camel<Name> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Name

/** A database row under the names of the API. */
export type CamelRow<Row> = { [Name in keyof Row as Camel<Name>]: Row[Name] }

/** Renames the columns of rows: account_number becomes accountNumber. */
export function camelRows<Row extends object>(rows: readonly Row[]): CamelRow<Row>[] {
  const first = rows[0]
  if (first === undefined) return []
  const names = Object.keys(first).map(
    (name) => [name, name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())] as const,
  )
  return rows.map((row) => {
    const renamed: Record<string, unknown> = {}
    for (const [column, name] of names) renamed[name] = (row as Record<string, unknown>)[column]
    return renamed as CamelRow<Row>
  })
}
