import { createHash } from 'node:crypto'
import { canonicalJson } from '../engine/canonical-json.ts'

/** One change of state, before it is given its place in the chain. */
export interface AuditNote {
  /** Verb of the noun, such as `proposal.create`. */
  readonly action: string
  readonly noun: string
  readonly nounId: string
  readonly reason?: string
  /** SHA-256 of the noun's state before and after, where it has a state worth proving. */
  readonly beforeSha256?: string
  readonly afterSha256?: string
  /** What a reader of the chain needs to know, small and plain. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** One line of the chain. `hash` is the SHA-256 of the canonical JSON of everything else. */
export interface AuditLine {
  readonly seq: number
  readonly prev: string
  /** By the database's clock. */
  readonly at: string
  readonly actor: string
  readonly firm: string
  readonly action: string
  readonly body: Omit<AuditNote, 'action'> & { readonly requestId: string }
  readonly hash: string
}

/** What the first line of a chain names as the one before it. */
export const GENESIS = '0'.repeat(64)

/** SHA-256 of text or bytes, in hex. */
export const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

/** A line with the hash that its content has. */
export function hashedLine(line: Omit<AuditLine, 'hash'>): AuditLine {
  return { ...line, hash: sha256(canonicalJson(line)) }
}
