import { createHash } from 'node:crypto'

const BYTES = 32
/** Leaves and nodes are told apart, so that no node passes for a record. RFC 6962, section 2.1. */
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

const hash = (...parts: readonly Uint8Array[]) => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest()
}

/** What stands beside a record on the way up to the root: hashes in hex, `L` or `R` before each for the side it stands on. */
export type HashPath = readonly string[]

/**
 * A Merkle tree over the hashes of an audit chain's records: its root stands for all of them, and a path shows of one record that
 * it is among them, without telling what the others say. A node without a neighbour goes up as it is.
 */
export class HashTree {
  /** From the leaves to the root, hash after hash. */
  readonly #levels: Buffer[]

  /** `hashes`: of the records in order, 32 bytes each, one after another. */
  constructor(hashes: Buffer) {
    const leaves = Buffer.alloc(hashes.length)
    for (let at = 0; at < hashes.length; at += BYTES)
      hash(LEAF, hashes.subarray(at, at + BYTES)).copy(leaves, at)
    this.#levels = [leaves]
    while (this.#levels.at(-1)!.length > BYTES) this.#levels.push(above(this.#levels.at(-1)!))
  }

  /** In hex; of no records: that of nothing. */
  get root(): string {
    const top = this.#levels.at(-1)!
    return (top.length === 0 ? hash() : top).toString('hex')
  }

  /** The path of a record, counted from 0. */
  path(index: number): HashPath {
    return this.#levels.slice(0, -1).flatMap((level, height) => {
      const place = Math.floor(index / 2 ** height)
      const beside = (place ^ 1) * BYTES
      if (beside >= level.length) return []
      return `${place % 2 === 0 ? 'R' : 'L'}${level.toString('hex', beside, beside + BYTES)}`
    })
  }
}

function above(level: Buffer): Buffer {
  const nodes = Math.ceil(level.length / (2 * BYTES))
  const upper = Buffer.alloc(nodes * BYTES)
  for (let node = 0; node < nodes; node += 1) {
    const at = node * 2 * BYTES
    const pair = level.subarray(at, at + 2 * BYTES)
    ;(pair.length > BYTES ? hash(NODE, pair) : pair).copy(upper, node * BYTES)
  }
  return upper
}

/** The root that a record of this hash (hex) has by this path; null where it is no path. */
export function rootBy(path: HashPath, recordHash: string): string | null {
  let node = hash(LEAF, Buffer.from(recordHash, 'hex'))
  for (const step of path) {
    if (!/^[LR][0-9a-f]{64}$/.test(step)) return null
    const beside = Buffer.from(step.slice(1), 'hex')
    node = step.startsWith('L') ? hash(NODE, beside, node) : hash(NODE, node, beside)
  }
  return node.toString('hex')
}
