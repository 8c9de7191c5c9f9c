import { filesOf, lotFilesOf, type FileSet } from './file-set.ts'
import type { KnownNames } from './known-names.ts'
import type { Problem } from './problem.ts'
import type { ModelChange } from './rows/write-models.ts'
import { classesOf } from '../models/model-content.ts'

interface WarningFacts {
  readonly known: KnownNames
  readonly models: readonly ModelChange[]
  readonly asOf: string
  /** Where lots and positions disagree. */
  readonly differences: readonly Problem[]
}

/** What is accepted and still worth a look, as places in the files. */
export function setWarnings(set: FileSet, { known, models, asOf, differences }: WarningFacts): Problem[] {
  return [
    ...set.flatMap(({ warnings }) => warnings),
    ...emptyClasses(set, models),
    ...accountsLeftOut(set, known, asOf),
    ...lotsOfAnotherDay(set, asOf),
    ...differences,
  ]
}

/** A class that nothing fills can be held but not bought; cash needs nothing. */
function emptyClasses(set: FileSet, models: readonly ModelChange[]): Problem[] {
  return filesOf(set, 'models').flatMap(({ file, records, columnOf }) =>
    records.flatMap(({ model, assetClass, line }): Problem[] => {
      const after = models.find(({ name }) => name === model)?.after
      const node = after?.nodes.find(({ name }) => name === assetClass)
      if (!after || !node || node.isCash || !classesOf(after.nodes).has(assetClass)) return []
      if (after.securities.some((security) => security.assetClass === assetClass)) return []
      const what = `nothing is bought for ${assetClass} of ${model}`
      return [
        { file, line, column: columnOf('asset_class'), what, found: '', expected: 'securities of the class' },
      ]
    }),
  )
}

/** Accounts at a custodian whose lots came without theirs: they keep the holdings of an earlier day. */
function accountsLeftOut(set: FileSet, known: KnownNames, asOf: string): Problem[] {
  const custodians = new Set(
    [...known.accountsWithLots].map((number) => known.accounts.get(number)?.custodian),
  )
  const file = lotFilesOf(set)[0]
  if (!file) return []
  return [...known.accounts].flatMap(([number, { custodian, positionsAsOf }]): Problem[] => {
    if (known.accountsWithLots.has(number) || !custodians.has(custodian)) return []
    if (positionsAsOf === null || positionsAsOf >= asOf) return []
    const what = `the account ${number} is in no file of lots and keeps those of ${positionsAsOf}`
    return [{ file: file.file, line: 1, column: 1, what, found: '', expected: `its lots of ${asOf}` }]
  })
}

/** Lots are taken as true on the as-of date, whatever day their file says. */
function lotsOfAnotherDay(set: FileSet, asOf: string): Problem[] {
  return lotFilesOf(set).flatMap(({ file, statedOn }): Problem[] => {
    if (statedOn === null || statedOn === asOf) return []
    const what = `the lots are the custodian's of ${statedOn} and are taken as those of ${asOf}`
    return [{ file, line: 1, column: 1, what, found: statedOn, expected: asOf }]
  })
}
