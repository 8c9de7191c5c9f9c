import { canonicalJson } from '../engine/canonical-json.ts'
import { GENESIS, sha256 } from './audit-line.ts'
import { isSigned, type Checkpoint } from './checkpoint.ts'

/** The first thing that is wrong with a chain, in a sentence. */
export interface ChainFault {
  /** The record's place from 1, as it was read; none: the chain as a whole. */
  readonly record: number | null
  readonly message: string
}

/** What was verified, so far. */
export interface ChainVerified {
  readonly records: number
  readonly firm: string | null
  readonly lastHash: string
  readonly lastAt: string | null
}

/** Where the chain's own words stand in a line of canonical JSON: keys are sorted, so that these three end it. */
const CANONICAL_END = /"hash":"([0-9a-f]{64})","prev":"([0-9a-f]{64})","seq":([1-9]\d{0,15})\}$/
const FIRM = /"firm":"((?:[^"\\]|\\.)*)","hash":"[0-9a-f]{64}","prev":/
const AT = /^\{"action":"(?:[^"\\]|\\.)*","actor":"(?:[^"\\]|\\.)*","at":"([^"]*)"/

/**
 * Verifies a firm's audit chain line by line, without server or database: every record in its place, unchanged, after the one it
 * names, and every signed checkpoint met. What no chain can show by itself, a cut or rewritten end, the checkpoints show.
 */
export class ChainVerifier {
  readonly #checkpoints: ReadonlyMap<number, Checkpoint>
  #records = 0
  #previous = GENESIS
  #firm: string | null = null
  #at: string | null = null

  constructor(checkpoints: readonly Checkpoint[] = []) {
    this.#checkpoints = new Map(checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint]))
  }

  /** Takes the next record as text; gives the fault it has. After a fault the verifier is of no further use. */
  add(text: string): ChainFault | null {
    const record = ++this.#records
    const line = readLine(text)
    if (line === null) return { record, message: `Record ${record} is no audit record.` }
    const { seq, prev, hash, firm } = line
    if (seq !== record) return { record, message: `Record ${record} ${misplaced(seq, record)}` }
    if (sha256(line.content) !== hash)
      return {
        record,
        message: `Record ${record} was changed: its content does not have the hash that it names.`,
      }
    if (prev !== this.#previous)
      return {
        record,
        message: `Record ${record} does not follow the one before it: that one was changed, or another was put in its place.`,
      }
    if (this.#firm !== null && firm !== this.#firm)
      return { record, message: `Record ${record} is another firm's.` }
    this.#firm = firm
    this.#at = line.at
    this.#previous = hash
    const checkpoint = this.#checkpoints.get(seq)
    if (checkpoint && checkpoint.hash !== hash)
      return {
        record,
        message: `Record ${record} is not the one that was signed on ${checkpoint.at}: the chain was written anew up to there.`,
      }
    return null
  }

  /** After the last record: whether every checkpoint was reached, and is signed by the key that it came with. */
  finish(publicKey?: string): ChainFault | null {
    for (const checkpoint of this.#checkpoints.values()) {
      if (!isSigned(checkpoint, publicKey ?? checkpoint.publicKey))
        return {
          record: null,
          message: `The checkpoint of record ${checkpoint.seq} is not signed by ${publicKey === undefined ? 'its key' : 'the key that was given'}: it was changed, or made by somebody else.`,
        }
      if (checkpoint.seq > this.#records)
        return {
          record: this.#records + 1,
          message: `Record ${this.#records + 1} and all after it are missing: record ${checkpoint.seq} was there on ${checkpoint.at}.`,
        }
    }
    return null
  }

  get verified(): ChainVerified {
    return { records: this.#records, firm: this.#firm, lastHash: this.#previous, lastAt: this.#at }
  }
}

interface ReadLine {
  readonly seq: number
  readonly prev: string
  readonly hash: string
  readonly firm: string
  readonly at: string
  /** What the hash is taken of. */
  readonly content: string
}

/** Reads a record; in the spelling that we write, without parsing it, since every byte of it is under the hash. */
function readLine(text: string): ReadLine | null {
  const end = CANONICAL_END.exec(text)
  const firm = end && FIRM.exec(text.slice(-400))
  const at = end && AT.exec(text)
  if (end && firm && at) {
    const [, hash, prev, seq] = end
    const content = `${text.slice(0, end.index)}"prev":"${prev}","seq":${seq}}`
    return { seq: Number(seq), prev: prev!, hash: hash!, firm: firm[1]!, at: at[1]!, content }
  }
  return readSpelledOtherwise(text)
}

function readSpelledOtherwise(text: string): ReadLine | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return null
    const { hash, ...rest } = parsed as Record<string, unknown>
    const { seq, prev, firm, at } = rest
    if (typeof hash !== 'string' || typeof prev !== 'string' || !Number.isSafeInteger(seq)) return null
    if (typeof firm !== 'string' || typeof at !== 'string') return null
    return { seq: seq as number, prev, hash, firm, at, content: canonicalJson(rest) }
  } catch {
    return null
  }
}

function misplaced(seq: number, expected: number): string {
  if (seq === expected - 1) return `has the number of the one before it, ${seq}: it stands there twice.`
  if (seq > expected)
    return `has the number ${seq}: ${expected === seq - 1 ? `number ${expected} is` : `numbers ${expected} to ${seq - 1} are`} missing, or out of order.`
  return `has the number ${seq}: it stands out of order.`
}
