import { createHash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

const NEWLINE = 10

/** Lets rows of text through, counting and hashing them; in PostgreSQL's text format a line is a row. */
export class HashedRows extends Transform {
  readonly #hash = createHash('sha256')
  #rows = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#hash.update(chunk)
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.#rows++
    done(null, chunk)
  }

  /** Once, when all rows have passed. */
  result(): { readonly rows: number; readonly sha256: string } {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}
