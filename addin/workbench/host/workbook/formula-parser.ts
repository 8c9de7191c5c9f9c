import { parseAddress } from './address.ts'
import type { Address } from './address.ts'

/** A formula as a tree; only what the simulated sheet can calculate. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'reference'; readonly address: Address; readonly isFixed: ReferenceAnchors }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'tableColumn'
      readonly table: string
      readonly column: string
      readonly isThisRow: boolean
    }
  | { readonly kind: 'call'; readonly function: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '%'; readonly operand: Expression }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }

/** Which parts of a reference carry a $ and so do not move with the cell that holds the formula. */
export interface ReferenceAnchors {
  readonly row: boolean
  readonly column: boolean
}

/** What the simulated sheet cannot read as a formula; the cell then shows #NAME? and is listed. */
export class UnreadableFormula extends Error {}

const TOKEN =
  /\s*(?:([A-Za-z_][\w.]*\[(?:[^[\]]|\[[^[\]]*\])*\])|("(?:[^"]|"")*")|(\d+\.?\d*(?:E[+-]?\d+)?|\.\d+)|((?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?|\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?(?![\w(])|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))|([A-Za-z_][\w.]*)|(<=|>=|<>|[-+*/^&=<>(),%]))/y

const LEVELS: readonly (readonly string[])[] = [
  ['=', '<>', '<', '<=', '>', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
]

interface Token {
  readonly kind: 'tableColumn' | 'text' | 'number' | 'reference' | 'word' | 'operator'
  readonly text: string
}

function tokensOf(formula: string): Token[] {
  const kinds = ['tableColumn', 'text', 'number', 'reference', 'word', 'operator'] as const
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const source = formula.trimEnd()
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source)
    const at = match?.slice(1).findIndex((group) => group !== undefined) ?? -1
    const kind = kinds[at]
    if (!match || !kind) throw new UnreadableFormula(formula)
    tokens.push({ kind, text: match[at + 1] ?? '' })
  }
  return tokens
}

/** Reads a formula with or without its leading =. Throws UnreadableFormula for anything beyond the subset. */
export function parseFormula(formula: string): Expression {
  const tokens = tokensOf(formula.replace(/^=/, ''))
  let next = 0
  const peek = () => tokens[next]
  const takes = (text: string) => peek()?.kind === 'operator' && peek()?.text === text && ++next > 0
  const need = (text: string) => {
    if (!takes(text)) throw new UnreadableFormula(formula)
  }

  const binary = (level: number): Expression => {
    const operators = LEVELS[level]
    if (!operators) return postfix()
    let left = binary(level + 1)
    for (let token = peek(); token?.kind === 'operator' && operators.includes(token.text); token = peek()) {
      next += 1
      left = { kind: 'binary', operator: token.text, left, right: binary(level + 1) }
    }
    return left
  }

  const postfix = (): Expression => {
    let operand = primary()
    while (takes('%')) operand = { kind: 'unary', operator: '%', operand }
    return operand
  }

  const primary = (): Expression => {
    if (takes('-')) return { kind: 'unary', operator: '-', operand: primary() }
    if (takes('+')) return primary()
    if (takes('(')) {
      const inside = binary(0)
      need(')')
      return inside
    }
    const token = tokens[next++]
    switch (token?.kind) {
      case 'text':
        return { kind: 'literal', value: token.text.slice(1, -1).replaceAll('""', '"') }
      case 'number':
        return { kind: 'literal', value: Number(token.text) }
      case 'tableColumn':
        return tableColumn(token.text)
      case 'reference':
        return reference(token.text)
      case 'word':
        return takes('(') ? call(token.text) : word(token.text)
      case 'operator':
      case undefined:
        throw new UnreadableFormula(formula)
    }
  }

  /** Table[Column], Table[@Column] and Table[@[Column with spaces]]. */
  const tableColumn = (text: string): Expression => {
    const parts = /^([^[]+)\[(@?)\[?([^[\]]+)\]?\]$/.exec(text)
    if (!parts) throw new UnreadableFormula(formula)
    const [, table = '', row, column = ''] = parts
    return { kind: 'tableColumn', table, column, isThisRow: row === '@' }
  }

  const reference = (text: string): Expression => {
    const address = parseAddress(text)
    if (!address) throw new UnreadableFormula(formula)
    const first = /(\$?)[A-Za-z]{1,3}(\$?)\d*(?::|$)/.exec(text.slice(text.lastIndexOf('!') + 1))
    return { kind: 'reference', address, isFixed: { column: first?.[1] === '$', row: first?.[2] === '$' } }
  }

  const word = (text: string): Expression =>
    /^(true|false)$/i.test(text)
      ? { kind: 'literal', value: text.toLowerCase() === 'true' }
      : { kind: 'name', name: text }

  const call = (name: string): Expression => {
    const parts: Expression[] = []
    if (!takes(')')) {
      do parts.push(binary(0))
      while (takes(','))
      need(')')
    }
    return { kind: 'call', function: name.toUpperCase(), arguments: parts }
  }

  const whole = binary(0)
  if (next < tokens.length) throw new UnreadableFormula(formula)
  return whole
}
