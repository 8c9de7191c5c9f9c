import type { Place } from './problem.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const NEWLINE = 0x0a

/** Line and column of a byte of a CSV file: the column is counted by commas outside of quotes. */
export function placeOfByte(bytes: Buffer, offset: number): Place {
  let line = 1
  let lineStart = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < offset; at = bytes.indexOf(NEWLINE, at + 1)) {
    line += 1
    lineStart = at + 1
  }
  let column = 1
  let quoted = false
  for (const byte of bytes.subarray(lineStart, offset)) {
    if (byte === QUOTE) quoted = !quoted
    else if (byte === COMMA && !quoted) column += 1
  }
  return { line, column }
}
