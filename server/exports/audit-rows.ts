import type { AuditLine } from '../audit/audit-line.ts'
import { cellOf, MOST_CHARACTERS, type Cell } from './workbook/cells.ts'
import type { Column } from './workbook/sheet.ts'

/** The sheet that proves what happened; a long one goes on in `Audit 2` and so on. */
export const AUDIT = 'Audit'

/** The columns of the audit: what people read, then what programs verify. */
export const AUDIT_COLUMNS = [
  { title: 'Record', kind: 'count' },
  { title: 'Recorded (UTC)', kind: 'moment' },
  { title: 'Who', kind: 'text' },
  { title: 'Action', kind: 'text' },
  { title: 'Of what', kind: 'text' },
  { title: 'Which one', kind: 'text' },
  { title: 'Why', kind: 'prose' },
  { title: 'Hash', kind: 'hash' },
  { title: 'Path to the root', kind: 'hash' },
  { title: 'The record itself', kind: 'hash' },
] as const satisfies readonly Column[]

const TITLED = AUDIT_COLUMNS.length
const PATH = TITLED - 2
const RECORD = TITLED - 1

/** What no XML holds, or workbooks take for an escape of theirs. JSON has another spelling for each. */
const UNSAFE = /[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|_(?=x[0-9A-Fa-f]{4}_)/gu

/** A record as text that a cell keeps to the letter; read as JSON it says the same. */
export const safeRecord = (record: string) =>
  record.replace(UNSAFE, (mark) =>
    Array.from(
      { length: mark.length },
      (_, at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )

/** A record as a row; its text goes on in further cells where one is too short. */
export function auditRow(record: string, path: readonly string[] | null): Cell[] {
  const line = JSON.parse(record) as AuditLine
  const { noun, nounId, reason } = line.body
  const told = [
    line.seq,
    cellOf('moment', line.at),
    ...[line.actor, line.action, noun, nounId].map((text) => cellOf('text', text)),
    cellOf('prose', reason ?? null),
    line.hash,
  ]
  return [...told, path && path.length > 0 ? path.join(' ') : null, ...pieces(safeRecord(record))]
}

function pieces(text: string): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length;) {
    // Both halves of a character stay together.
    const isBetween = /[\ud800-\udbff]/.test(text[at + MOST_CHARACTERS - 1] ?? '')
    const end = at + MOST_CHARACTERS - (isBetween ? 1 : 0)
    parts.push(text.slice(at, end))
    at = end
  }
  return parts
}

/** The record of a row and its path, as they stand there. */
export function readAuditRow(cells: readonly Cell[]): { record: string; path: string[] } {
  const path = cells[PATH]
  return {
    record: cells.slice(RECORD).map(String).join(''),
    path: typeof path === 'string' ? path.split(' ') : [],
  }
}
