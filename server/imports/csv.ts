import { setImmediate } from 'node:timers/promises'
import { parse, type CsvError, type Info } from 'csv-parse'
import { placeOfByte } from './byte-place.ts'
import type { Place } from './problem.ts'

/** One record of a CSV file, with the line on which it starts. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** Why a file is no CSV, at the place where the fault begins. */
export interface CsvFault extends Place {
  readonly what: string
  readonly found: string
  readonly expected: string
}

/** A file is refused beyond these; they bound memory, not business. */
export const LIMITS = { records: 2_000_000, columns: 256, recordBytes: 100_000, fieldLength: 32_767 } as const

/** Between two chunks the server answers others. */
const CHUNK_BYTES = 1 << 16

const QUOTE = 0x22
const NEWLINE = 0x0a

interface ParsedRecord {
  readonly info: Info
  readonly record: string[]
}

/**
 * Reads UTF-8 bytes as CSV (RFC 4180, blank lines passed over) and hands on record after record; `onRecord` answers false to
 * stop. Reading ends at the first fault of syntax: what follows an unclosed quote cannot be told apart.
 */
export async function readCsv(
  bytes: Buffer,
  onRecord: (record: CsvRecord) => boolean,
): Promise<CsvFault | undefined> {
  let fault: CsvError | undefined
  let recordsBeforeFault = Infinity
  let recordsTaken = 0
  let lastLine = 0
  let readBytes = 0
  let goOn = true
  const parser = parse({
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LIMITS.recordBytes,
    // Otherwise the first error destroys the stream together with the good records before it.
    skip_records_with_error: true,
    on_skip: (error) => {
      if (!fault) recordsBeforeFault = parser.info.records
      fault ??= error
      return undefined
    },
  })
  const takeReady = () => {
    for (let next = parser.read() as ParsedRecord | null; next; next = parser.read() as ParsedRecord | null) {
      const { info, record } = next
      if (!goOn || recordsTaken >= recordsBeforeFault) continue
      recordsTaken += 1
      const line = info.lines === lastLine + 1 ? info.lines : info.lines - lineBreaksWithin(record)
      lastLine = info.lines
      readBytes = info.bytes
      goOn = onRecord({ line, cells: record })
    }
  }
  parser.on('readable', takeReady)
  const ended = new Promise<void>((resolve, reject) => {
    parser.once('end', resolve)
    parser.once('error', reject)
  })
  for (let at = 0; at < bytes.length && goOn && !fault; at += CHUNK_BYTES) {
    parser.write(bytes.subarray(at, at + CHUNK_BYTES))
    await setImmediate()
  }
  parser.end()
  await ended
  return goOn && fault ? describeFault(fault, bytes, readBytes) : undefined
}

function lineBreaksWithin(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
}

/** The parser names the line on which it gave up; a person needs the one where the fault began. */
function describeFault(fault: CsvError, bytes: Buffer, recordStart: number): CsvFault {
  const start = skipBlankLines(bytes, recordStart)
  const opening = openQuote(bytes, start)
  const place = placeOfByte(bytes, opening ?? start)
  const found = bytes.toString('utf8', opening ?? start, lineEnd(bytes, opening ?? start))
  if (fault.code === 'CSV_QUOTE_NOT_CLOSED') {
    return { ...place, what: 'a quote is opened and never closed', found, expected: 'a closing quote' }
  }
  if (fault.code === 'CSV_MAX_RECORD_SIZE') {
    const what = opening === undefined ? 'the record is too long' : 'a quote is opened and not closed in time'
    return { ...place, what, found, expected: `a record of at most ${LIMITS.recordBytes} bytes` }
  }
  return {
    line: Number(fault.lines),
    column: Number(fault.index) + 1,
    what: 'a quote stands in the wrong place',
    found: bytes.toString('utf8', start, lineEnd(bytes, start)),
    expected: 'a quote only around a whole value, and doubled within it',
  }
}

function skipBlankLines(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === NEWLINE || bytes[at] === 0x0d) at += 1
  return at
}

/** Offset of the quote that is open where the record breaks off, searched no further than a record may reach. */
function openQuote(bytes: Buffer, recordStart: number): number | undefined {
  const end = Math.min(bytes.length, recordStart + LIMITS.recordBytes)
  let open: number | undefined
  for (let at = bytes.indexOf(QUOTE, recordStart); at >= 0 && at < end; at = bytes.indexOf(QUOTE, at + 1)) {
    open = open === undefined ? at : undefined
  }
  return open
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(NEWLINE, from)
  return end < 0 ? bytes.length : end
}
