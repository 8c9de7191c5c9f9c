import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { canonicalJson } from '../engine/canonical-json.ts'

/**
 * A signed statement that a firm's chain ended with this record then. Kept outside of the database (in every export, on paper, in
 * a mailbox), it shows that the chain was cut or written anew.
 */
export interface Checkpoint {
  readonly seq: number
  readonly hash: string
  /** By the database's clock. */
  readonly at: string
  /** Base64 of the Ed25519 signature over the canonical JSON of at, hash and seq. */
  readonly sig: string
  /** The key that it is signed with, as PEM (SPKI). Whoever verifies compares its fingerprint with the one they were told. */
  readonly publicKey: string
}

/** The firm is in the record whose hash is signed. */
const signedBytes = ({ seq, hash, at }: ChainEnd) => Buffer.from(canonicalJson({ seq, hash, at }))

/** The last record of a chain at some moment. */
export type ChainEnd = Pick<Checkpoint, 'seq' | 'hash' | 'at'>

/** Signs where a chain ends. */
export function signCheckpoint(end: ChainEnd, privateKey: KeyObject): Checkpoint {
  return {
    ...end,
    sig: sign(null, signedBytes(end), privateKey).toString('base64'),
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/** Whether a checkpoint is signed by the owner of a public key (PEM). What is no key signs nothing. */
export function isSigned(checkpoint: Checkpoint, publicKey: string): boolean {
  try {
    const key = createPublicKey(publicKey)
    return verify(null, signedBytes(checkpoint), key, Buffer.from(checkpoint.sig, 'base64'))
  } catch {
    return false
  }
}

/** SHA-256 of a public key in hex, in groups of four: short enough to be read out. */
export function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' })
  return createHash('sha256')
    .update(der)
    .digest('hex')
    .replace(/(.{4})(?=.)/g, '$1 ')
}
