import { stat } from 'node:fs/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { isIsoDate } from '../engine/facts/calendar.ts'
import type { RebalanceMode, Snapshot } from '../engine/snapshot.ts'
import { EXIT_CODES } from '../start-refused.ts'
import { InputRefused } from './failure.ts'
import { caseSnapshot } from './plan-case.ts'
import type { FolderPlanned } from './plan-folder.ts'
import { SCOPE_CHOICES, askedScope, householdSnapshot, type AskedScope } from './plan-household.ts'
import { CASE_IDS, databaseNames, type PlanNames, printPlan, printTransition } from './plan-json.ts'
import { readyToPlan, transition } from './plan-planner.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface PlanOptions {
  readonly household?: string
  readonly mode: RebalanceMode
  readonly scope?: AskedScope
  readonly out?: string
  readonly json?: true
  /** Days of several runs. */
  readonly runs?: readonly string[]
  /** Dollars. */
  readonly yearlyTurnover?: string
}

const MODES: readonly RebalanceMode[] = ['band', 'midpoint', 'target']

/** `evenkeel plan`: the trades for one household as JSON, or for every case of a folder; the database is left as it is. */
export function planCommand(): Command {
  return new Command('plan')
    .description('print the trades for one household as JSON, or write those for a folder of cases')
    .argument('[case]', 'an hh/1 file, or a folder of them; - reads one from standard input')
    .option('--household <id>', 'plan a household of the database, by its id or reference')
    .addOption(
      new Option('--mode <mode>', 'of a household: how far a class out of its band is brought')
        .choices(MODES)
        .default('target'),
    )
    .option('--scope <scope>', `of a household: which trades may be proposed (${SCOPE_CHOICES})`, readScope)
    .option('--out <folder>', 'of a folder of cases: where the plans go, each under the name of its case')
    .option(
      '--runs <dates>',
      'several runs on these days, such as 2026-03-02,2026-06-01; year budgets are prorated',
      readRuns,
    )
    .option(
      '--yearly-turnover <dollars>',
      'with --runs: the most dollars that the runs of a year may sell',
      readDollars,
    )
    .option('--json', 'of a folder of cases: print the counts and times as JSON; else JSON as without it')
    .action(plan)
}

async function plan(place: string | undefined, options: PlanOptions, command: Command): Promise<void> {
  const misuse = await misuseOf(place, options)
  if (misuse !== null) command.error(`error: ${misuse}`, { exitCode: EXIT_CODES.usage })
  if (options.household !== undefined) await planOfHousehold(options.household, options)
  else if (options.out !== undefined) await planOfFolder(place ?? '', options.out, options)
  else await planOfCase(place ?? '', options)
}

/** What is wrong with the combination asked for; null: nothing. */
async function misuseOf(
  place: string | undefined,
  { household, scope, out, runs, yearlyTurnover }: PlanOptions,
): Promise<string | null> {
  if (runs !== undefined && out !== undefined) return '--runs is for one household'
  if (runs === undefined && yearlyTurnover !== undefined) return '--yearly-turnover is for --runs'
  if ((place === undefined) === (household === undefined)) return 'name either an hh/1 file or --household'
  if (household === undefined && scope !== undefined) return '--scope is for --household'
  if (place === undefined) return out === undefined ? null : '--out is for a folder of cases'
  // What cannot be looked at is told where it is read.
  const isFolder = place === '-' ? false : (await stat(place).catch(() => null))?.isDirectory()
  if (isFolder === true && out === undefined) return `${place} is a folder: say with --out where its plans go`
  if (isFolder === false && out !== undefined) return '--out is for a folder of cases'
  return null
}

async function planOfCase(file: string, options: PlanOptions): Promise<void> {
  await printSnapshot(await caseSnapshot(file), CASE_IDS, options)
}

async function planOfHousehold(idOrReference: string, options: PlanOptions): Promise<void> {
  const { mode, scope = { scope: { kind: 'all' } } } = options
  const snapshot = await withEvenkeel((evenkeel) =>
    householdSnapshot(evenkeel, { idOrReference, mode, scope }),
  )
  await printSnapshot(snapshot, databaseNames(snapshot), options)
}

/** Prints one plan, or of several runs each, on what the one before leaves. */
async function printSnapshot(
  snapshot: Snapshot,
  names: PlanNames,
  { runs, yearlyTurnover }: PlanOptions,
): Promise<void> {
  if (runs === undefined) {
    const plan = await readyToPlan(snapshot)
    process.stdout.write(printPlan(plan(), names))
    return
  }
  const [first = ''] = runs
  if (first < snapshot.asOf)
    throw new InputRefused(`The first run, ${first}, is before the facts, which are of ${snapshot.asOf}.`)
  process.stdout.write(printTransition(await transition(snapshot, { runs, yearlyTurnover: yearlyTurnover ?? null }), names))
}

async function planOfFolder(folder: string, out: string, { json }: PlanOptions): Promise<void> {
  const { planFolder } = await import('./plan-folder.ts')
  const outcome = await planFolder(folder, out)
  tell(outcome)
  if (json) process.stdout.write(`${JSON.stringify(outcome)}\n`)
  if (outcome.refused.length > 0)
    process.exitCode = outcome.refused.some(({ isFault }) => isFault) ? EXIT_CODES.fault : EXIT_CODES.badCase
}

function tell({ planned, refused, solving }: FolderPlanned): void {
  const lines = refused.map(({ sentence }) => sentence)
  const refusals = refused.length > 0 ? `, ${refused.length} refused` : ''
  const times =
    solving.median === null
      ? ''
      : `: solving took ${shown(solving.median)} in the median, ${shown(solving.p99)} at the 99th percentile, ${shown(solving.total)} in all`
  lines.push(`${planned} planned${refusals}${times}.`)
  process.stderr.write(`${lines.join('\n')}\n`)
}

function shown(milliseconds: number | null): string {
  return `${(milliseconds ?? 0).toFixed(1)} ms`
}

function readScope(text: string): AskedScope {
  const scope = askedScope(text)
  if (scope === null) throw new InvalidArgumentError(`Allowed choices are ${SCOPE_CHOICES}.`)
  return scope
}

function readRuns(text: string): readonly string[] {
  const days = text.split(',')
  if (!days.every(isIsoDate))
    throw new InvalidArgumentError('Days are written YYYY-MM-DD, with commas between.')
  if (days.some((day, index) => index > 0 && day <= (days[index - 1] ?? '')))
    throw new InvalidArgumentError('Days stand in order, each after the one before.')
  return days
}

function readDollars(text: string): string {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(text))
    throw new InvalidArgumentError('Dollars, such as 20000 or 20000.50.')
  return text
}
