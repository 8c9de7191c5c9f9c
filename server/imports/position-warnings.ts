import type { FirmTransaction } from '../database/in-firm.ts'
import { positionDifferences, type PositionDifference } from '../households/reconciliation.ts'
import { lotFilesOf, positionFilesOf, type FileSet } from './file-set.ts'
import type { KnownNames } from './known-names.ts'
import type { LayoutKind } from './layouts/registry.ts'
import type { Problem } from './problem.ts'
import type { FirmIds } from './rows/firm-ids.ts'
import { idOf } from './rows/firm-ids.ts'
import { accountsIn, positionsIn } from './statement.ts'

interface StatedPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * A warning for each security of which lots and positions disagree now, in the accounts whose lots or positions a set states; told at
 * the position, or else at the lots, or else at the first row of the account. Their accounts are blocked for proposals.
 */
export async function positionWarnings(
  transaction: FirmTransaction,
  set: FileSet,
  known: KnownNames,
  ids: FirmIds,
): Promise<Problem[]> {
  const places = statedPlaces(set, known)
  const numbers = new Map([...places.keys()].map((number) => [idOf(ids.accounts, number), number]))
  if (numbers.size === 0 || positionFilesOf(set).length + lotFilesOf(set).length === 0) return []
  const differences = await positionDifferences(transaction, [...numbers.keys()])
  return differences.map((difference) => {
    const number = idOf(numbers, difference.accountId)
    const ofAccount = places.get(number)!
    return warning(difference, number, ofAccount.get(difference.symbol) ?? ofAccount.get('')!)
  })
}

const warning = (
  { symbol, sharesByLots, sharesByPosition, since }: PositionDifference,
  number: string,
  place: StatedPlace,
): Problem => ({
  ...place,
  what: `${number} is blocked for proposals: its lots of ${symbol} disagree with its position of ${since}`,
  found: sharesByPosition,
  expected: `${sharesByLots}, the sum of its lots`,
})

/** Where a set speaks of a security of an account, by number and symbol; the place of the account itself has no symbol. */
function statedPlaces(set: FileSet, known: KnownNames): Map<string, Map<string, StatedPlace>> {
  const places = new Map<string, Map<string, StatedPlace>>()
  const take = (reference: string, kind: LayoutKind, symbol: string, place: StatedPlace) => {
    const found = known.findAccount(reference, kind)
    if (found.kind !== 'found') return
    const ofAccount = places.get(found.number) ?? new Map<string, StatedPlace>()
    places.set(found.number, ofAccount)
    for (const key of [symbol, '']) if (!ofAccount.has(key)) ofAccount.set(key, place)
  }
  for (const file of positionFilesOf(set)) {
    const column = file.columnOf('shares')
    for (const { line, accountNumber, symbol } of positionsIn(file))
      take(accountNumber, file.kind, symbol, { file: file.file, line, column })
    for (const { line, accountNumber } of accountsIn(file))
      take(accountNumber, file.kind, '', { file: file.file, line, column })
  }
  for (const { file, kind, records, columnOf } of lotFilesOf(set)) {
    const column = columnOf('shares')
    for (const { line, accountNumber, symbol } of records)
      take(accountNumber, kind, symbol, { file, line, column })
  }
  return places
}
