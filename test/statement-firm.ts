/** A word, sign or literal of SQL, or what stands in parentheses. */
type Part = string | readonly Part[]

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"((?:[^"]|"")*)"|\$\d+|[\p{L}_\d][\p{L}\w$]*|<=|>=|<>|!=|::|\|\||[^]/gu

/** The words of a statement in lower case, literals as `?`, comments left out, what is in parentheses nested. */
function partsOf(statement: string): Part[] {
  const open: Part[][] = [[]]
  for (const [token, quoted] of statement.matchAll(TOKEN)) {
    if (/^(\s|--|\/\*)/.test(token)) continue
    if (token === '(') open.push([])
    else if (token === ')') {
      const group = open.pop()!
      open.at(-1)!.push(group)
    } else open.at(-1)!.push(quoted ?? (token.startsWith("'") ? '?' : token.toLowerCase()))
  }
  return open[0]!
}

const QUERY = new Set(['select', 'with', 'insert', 'update', 'delete', 'values', 'merge'])
const isGroup = (part: Part | undefined): part is readonly Part[] => Array.isArray(part)
const isName = (part: Part | undefined): part is string => typeof part === 'string' && /^[\p{L}_]/u.test(part)
const isQuery = (part: Part | undefined): part is readonly Part[] =>
  isGroup(part) && typeof part[0] === 'string' && QUERY.has(part[0])

/** Every list of words, and those in parentheses within it, however deep. */
const lists = (parts: readonly Part[]): (readonly Part[])[] => [
  parts,
  ...parts.filter(isGroup).flatMap(lists),
]

/** Names that a statement itself gives to queries: `with name as (select …)`. */
function ownNames(parts: readonly Part[]): Set<string> {
  const names = lists(parts).flatMap((list) =>
    list.filter((part, at): part is string => {
      const after = list.slice(at + 1, at + 6).filter((word) => word !== 'not' && word !== 'materialized')
      const [first, second] = isGroup(after[0]) ? after.slice(1) : after
      return isName(part) && first === 'as' && isQuery(second)
    }),
  )
  return new Set(names)
}

/** Each part of a statement that names tables of its own: what its unions join, the rows of an insert, and every query within. */
function queriesOf(parts: readonly Part[]): Part[][] {
  const own: Part[][] = [[]]
  for (const part of parts) {
    const query = own.at(-1)!
    const begins = query.find((word) => QUERY.has(word as string))
    const isBeside =
      part === 'select' &&
      ['select', 'insert', 'values'].includes(begins as string) &&
      query.at(-1) !== 'distinct'
    const isMain = QUERY.has(part as string) && begins === 'with' && isGroup(query.at(-1))
    if (isBeside || isMain) own.push([])
    own.at(-1)!.push(part)
  }
  const within = (list: readonly Part[]): Part[][] =>
    list.filter(isGroup).flatMap((group) => (isQuery(group) ? queriesOf(group) : within(group)))
  return [...own, ...within(parts)]
}

interface Named {
  readonly table: string
  readonly alias: string
}

const BEFORE_TABLES = new Set(['from', 'join', 'into', 'update', 'using'])
const NO_ALIAS = new Set(
  `where on set using join left right full inner cross order group limit offset having union except intersect for values select
   returning natural default when window overriding tablesample lateral`.split(/\s+/),
)

/** The tables that a query names itself, and under what names. */
function tablesIn(query: readonly Part[], tables: ReadonlySet<string>): Named[] {
  const named: Named[] = []
  for (let at = 0; at < query.length; at++) {
    if (!BEFORE_TABLES.has(query[at] as string)) continue
    do {
      at += 1
      while (['only', 'lateral'].includes(query[at] as string)) at += 1
      if (query[at] === 'public' && query[at + 1] === '.') at += 2
      const table = query[at]
      // The arguments of a function, or the columns of an insert.
      if (isName(table) && isGroup(query[at + 1])) at += 1
      if (query[at + 1] === 'as') at += 1
      const next = query[at + 1]
      const alias = isName(next) && !NO_ALIAS.has(next) ? next : undefined
      if (alias !== undefined) at += isGroup(query[at + 2]) ? 2 : 1
      if (isName(table) && tables.has(table)) named.push({ table, alias: alias ?? table })
    } while (query[at + 1] === ',' && ++at)
  }
  return named
}

/** Everything of a query but the queries within it. */
const flat = (parts: readonly Part[]): string[] =>
  parts.flatMap((part) => (isGroup(part) ? ['(', ...(isQuery(part) ? [] : flat(part)), ')'] : [part]))

const COMPARED = new Set(['=', 'in'])

/** Where the parentheses around a word stand; -1 for a word in none. */
function around(words: readonly string[], at: number): { readonly open: number; readonly close: number } {
  let open = at - 1
  for (let depth = 0; open >= 0 && (words[open] !== '(' || depth > 0); open--) {
    depth += words[open] === ')' ? 1 : words[open] === '(' ? -1 : 0
  }
  if (open < 0) return { open, close: open }
  let close = open
  for (let depth = 0; ; close++) {
    depth += words[close] === '(' ? 1 : words[close] === ')' ? -1 : 0
    if (depth === 0 || close === words.length) return { open, close }
  }
}

/** Whether a word is compared with something, alone or in a row of columns, or names a column that is joined over or inserted. */
function isTied(words: readonly string[], at: number): boolean {
  const start = words[at - 1] === '.' ? at - 2 : at
  if (COMPARED.has(words[at + 1]!) || COMPARED.has(words[start - 1]!)) return true
  const { open, close } = around(words, start)
  if (open < 0) return false
  const isInserted = words[open - 2] === 'into' || words[open - 4] === 'into'
  return (
    isInserted ||
    words[open - 1] === 'using' ||
    COMPARED.has(words[open - 1]!) ||
    COMPARED.has(words[close + 1]!)
  )
}

/**
 * The tables that a statement names without tying their firm: each query must compare `firm_id` of every table that has one (or
 * insert it), by the table's alias where it names more than one of them.
 */
export function tablesWithoutFirm(statement: string, tables: ReadonlySet<string>): string[] {
  const parts = partsOf(statement)
  const own = ownNames(parts)
  const ofFirms = new Set([...tables].filter((table) => !own.has(table)))
  return queriesOf(parts).flatMap((query) => {
    const named = tablesIn(query, ofFirms)
    const words = flat(query)
    const tied = words.flatMap((word, at) => (word === 'firm_id' && isTied(words, at) ? [at] : []))
    const isBare = tied.some((at) => words[at - 1] !== '.')
    const isJoinedOver = tied.some((at) => words[around(words, at).open - 1] === 'using')
    return named
      .filter(({ alias }) => {
        const isOwn = tied.some((at) => words[at - 1] === '.' && words[at - 2] === alias)
        return !isOwn && !isJoinedOver && !(isBare && named.length === 1)
      })
      .map(({ table }) => table)
  })
}
