import { isUtf8 } from 'node:buffer'
import { placeOfByte } from './byte-place.ts'
import type { Place } from './problem.ts'

/** Why bytes are no text, at the place of the first byte that says so. */
export interface TextFault extends Place {
  readonly what: string
  readonly found: string
  readonly expected: string
}

const NEWLINE = 0x0a
const UTF16_MARKS = [
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
] as const
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * The bytes of a file as UTF-8 without a byte order mark. UTF-16 is taken where its mark says so; any other encoding, and any
 * NUL, is refused rather than guessed.
 */
export function utf8Bytes(bytes: Buffer): Buffer | TextFault {
  if (bytes.length === 0)
    return { line: 1, column: 1, what: 'the file is empty', found: '', expected: 'a header line' }
  const utf8 = withoutMark(bytes)
  if (!Buffer.isBuffer(utf8)) return utf8
  if (!isUtf8(utf8)) return firstBadByte(utf8)
  const nul = utf8.indexOf(0)
  if (nul >= 0) {
    const { line, column } = placeOfByte(utf8, nul)
    return { line, column, what: `there is a NUL at byte ${nul}`, found: '\0', expected: 'text without NUL' }
  }
  return utf8
}

function withoutMark(bytes: Buffer): Buffer | TextFault {
  if (startsWith(bytes, UTF8_MARK)) return bytes.subarray(UTF8_MARK.length)
  const wide = UTF16_MARKS.find(({ mark }) => startsWith(bytes, mark))
  if (!wide) return bytes
  try {
    return Buffer.from(new TextDecoder(wide.encoding, { fatal: true }).decode(bytes), 'utf8')
  } catch {
    const what = `the file says that it is ${wide.encoding.toUpperCase()} but is not`
    return {
      line: 1,
      column: 1,
      what,
      found: bytes.subarray(0, 4).toString('hex'),
      expected: 'UTF-8 or UTF-16 text',
    }
  }
}

function startsWith(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark)
}

/** Line by line, then character by character within the line that is none. */
function firstBadByte(bytes: Buffer): TextFault {
  let start = 0
  let end = bytes.indexOf(NEWLINE)
  while (end >= 0 && isUtf8(bytes.subarray(start, end))) {
    start = end + 1
    end = bytes.indexOf(NEWLINE, start)
  }
  const line = bytes.subarray(start, end < 0 ? bytes.length : end)
  let before = 0
  while (before < line.length && line[before]! < 0x80) before += 1
  while (before < line.length) {
    const length = characterLength(line[before]!)
    if (!isUtf8(line.subarray(before, before + length))) break
    before += length
  }
  const { line: lineNumber, column } = placeOfByte(bytes, start + before)
  const byte = line[before]!.toString(16).toUpperCase().padStart(2, '0')
  return {
    line: lineNumber,
    column,
    what: `byte ${start + before} is no UTF-8`,
    found: `0x${byte}`,
    expected: 'a file saved as "CSV UTF-8"',
  }
}

function characterLength(firstByte: number): number {
  if (firstByte < 0x80) return 1
  if (firstByte < 0xe0) return 2
  return firstByte < 0xf0 ? 3 : 4
}
