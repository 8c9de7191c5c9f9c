import { randomFillSync } from 'node:crypto'

const BYTES_OF_AN_ID = 10
/** Randomness is drawn for a thousand ids at once: asking for it costs more than the bytes. */
const random = Buffer.alloc(BYTES_OF_AN_ID * 1_000)
let at = random.length
let lastMillisecond = 0
let sequence = 0

/** A UUIDv7 (RFC 9562), ascending within a process: twelve bits count the ids of one millisecond. */
export function uuidv7(): string {
  if (at === random.length) {
    randomFillSync(random)
    at = 0
  }
  const tail = random.toString('hex', at + 2, at + 9)
  const first = random[at]!
  const variant = ((random[at + 1]! & 0x3f) | 0x80).toString(16)
  at += BYTES_OF_AN_ID
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    sequence = (first << 2) & 0x3ff
  } else if (++sequence > 0xfff) {
    lastMillisecond += 1
    sequence = 0
  }
  const time = lastMillisecond.toString(16).padStart(12, '0')
  const counter = (0x7000 | sequence).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}`
}
