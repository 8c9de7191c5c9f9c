import type { Problem } from '../problem.ts'
import type { ReadData } from '../read-file.ts'
import type { ParseRequest } from './parse-set.ts'

/** What the main thread asks of a parsing thread. The bytes are handed over, not shared. */
export type ParseQuestion = Omit<ParseRequest, 'files'> & {
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/**
 * What a parsing thread answers: each file, its records in pieces, then the end. Pieces are small, since the main thread unpacks
 * each in one go and answers others between two.
 */
export type ParseAnswer =
  | { readonly kind: 'file'; readonly file: Omit<ReadData, 'records'> }
  | { readonly kind: 'records'; readonly records: readonly unknown[] }
  | {
      readonly kind: 'end'
      readonly asOf: string | undefined
      readonly problems: readonly Problem[]
      readonly moreProblems: number
    }
  | { readonly kind: 'failed'; readonly message: string }

/** Records of one piece: some milliseconds of unpacking. */
export const RECORDS_OF_A_PIECE = 2_000
