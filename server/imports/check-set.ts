import type { ReportInFile } from './checks/check.ts'
import { CROSS_CHECKS } from './checks/registry.ts'
import type { FileSet } from './file-set.ts'
import type { KnownNames } from './known-names.ts'
import type { ProblemList } from './problem.ts'

/** Runs every check between the files and against the firm; what is wrong goes to `problems`. */
export function checkSet(
  set: FileSet,
  { known, asOf }: { known: KnownNames; asOf: string },
  problems: ProblemList,
): void {
  const report: ReportInFile = ({ file, columnOf }, line, column, what, found, expected) => {
    problems.add({ file, line, column: columnOf(column), what, found, expected })
  }
  for (const check of CROSS_CHECKS) check({ set, known, asOf }, report)
}
