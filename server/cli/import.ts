import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type { ImportDone, ImportOutcome } from '../imports/import-files.ts'
import type { ImportFile } from '../imports/read-file.ts'
import { systemReason } from '../start-refused.ts'
import { InputRefused } from './failure.ts'
import { Progress } from './progress.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface ImportOptions {
  readonly asOf?: string
  readonly account?: string
  readonly preview?: boolean
  readonly json?: true
}

/** `evenkeel import`: loads files into the firm, all of them or none. */
export function importCommand(): Command {
  return new Command('import')
    .description(
      'load files (lots, positions, prices, households, models …), all of them or none; twice changes nothing',
    )
    .argument('<path...>', 'CSV files and workbooks, or a folder of them; each is known by its header')
    .option('--as-of <date>', 'trade date the files are true on (the latest date of a price)', readDate)
    .option('--account <number>', 'the account of files that name none, or its end behind ... or XXXX')
    .option('--preview', 'check and count, write nothing')
    .option('--json', 'print JSON')
    .action(importPaths)
}

async function importPaths(
  paths: readonly string[],
  { asOf, account, preview = false, json }: ImportOptions,
): Promise<void> {
  const began = performance.now()
  const { importFiles } = await import('../imports/import-files.ts')
  const named = await namedFiles(paths)
  const progress = new Progress()
  let outcome: ImportOutcome
  try {
    const files = await readFiles(named, progress)
    progress.enter(preview ? 'checking' : 'loading')
    outcome = await withEvenkeel(({ database, firmId, by: actor }) =>
      importFiles(database, { firmId, files, asOf: asOf ?? null, account: account ?? null, preview, actor }),
    )
  } finally {
    progress.end()
  }
  if (outcome.kind === 'refused') throw await refusal(outcome)
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...outcome, preview })}\n`)
  } else {
    await tell(outcome, { preview, seconds: (performance.now() - began) / 1000 })
  }
}

interface NamedFile {
  readonly name: string
  readonly path: string
}

/** The files that paths name, each under a name that is its own. */
async function namedFiles(paths: readonly string[]): Promise<NamedFile[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat()
  const names = files.map((path) => basename(path))
  return [...new Set(files)].map((path) => {
    const name = basename(path)
    return { path, name: names.indexOf(name) === names.lastIndexOf(name) ? name : path }
  })
}

async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const names = (await readdir(path)).filter((name) => /\.(?:csv|xlsx)$/i.test(name)).sort()
    if (names.length === 0) throw new InputRefused(`The folder ${path} holds no CSV file and no workbook.`)
    return names.map((name) => join(path, name))
  } catch (error) {
    if (error instanceof InputRefused) throw error
    throw unreadable(path, error)
  }
}

async function readFiles(files: readonly NamedFile[], progress: Progress): Promise<ImportFile[]> {
  progress.start('reading', files.length)
  const read: ImportFile[] = []
  for (const { name, path } of files) {
    const bytes = await readFile(path).catch((error: unknown) => {
      throw unreadable(path, error)
    })
    read.push({ name, bytes })
    progress.step()
  }
  return read
}

function unreadable(path: string, error: unknown): InputRefused {
  return new InputRefused(`${path} cannot be read: ${systemReason(error)}.`)
}

async function refusal(outcome: Extract<ImportOutcome, { kind: 'refused' }>): Promise<InputRefused> {
  const { printProblem } = await import('../imports/problem.ts')
  const { moreProblems } = outcome
  const problems = outcome.problems.map(printProblem)
  const count = problems.length + moreProblems
  const shown = moreProblems > 0 ? `, of which the first ${problems.length} are shown` : ''
  return new InputRefused(
    `Nothing was loaded: ${count} ${count === 1 ? 'problem' : 'problems'}${shown}.`,
    problems,
  )
}

async function tell(
  done: ImportDone,
  { preview, seconds }: { preview: boolean; seconds: number },
): Promise<void> {
  const { printProblem } = await import('../imports/problem.ts')
  for (const warning of done.warnings) process.stderr.write(`warning: ${printProblem(warning)}\n`)
  const width = Math.max(...done.files.map(({ name }) => name.length))
  for (const { name, records, added, changed, unchanged } of done.files) {
    const rows = String(records).padStart(7)
    process.stdout.write(
      `${name.padEnd(width)} ${rows} rows: ${added} added, ${changed} changed, ${unchanged} unchanged\n`,
    )
  }
  const what = preview ? 'Checked, and nothing was written' : 'Loaded'
  process.stdout.write(`${what}, as of ${done.asOf}, in ${seconds.toFixed(1)} s.\n`)
}

function readDate(text: string): string {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  // 2026-02-30 becomes 2 March, or nothing: only a date that exists comes back as it was written.
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('Expected a date that exists, as YYYY-MM-DD.')
}
