import { stat } from 'node:fs/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { RebalanceMode } from '../engine/snapshot.ts'
import { EXIT_CODES } from '../start-refused.ts'
import { caseSnapshot } from './plan-case.ts'
import type { FolderPlanned } from './plan-folder.ts'
import { SCOPE_CHOICES, askedScope, householdSnapshot, type AskedScope } from './plan-household.ts'
import { CASE_IDS, databaseNames, printPlan } from './plan-json.ts'
import { loadPlanner } from './plan-planner.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface PlanOptions {
  readonly household?: string
  readonly mode: RebalanceMode
  readonly scope?: AskedScope
  readonly out?: string
  readonly json?: true
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
    .option('--json', 'of a folder of cases: print the counts and times as JSON; else JSON as without it')
    .action(plan)
}

async function plan(place: string | undefined, options: PlanOptions, command: Command): Promise<void> {
  const misuse = await misuseOf(place, options)
  if (misuse !== null) command.error(`error: ${misuse}`, { exitCode: EXIT_CODES.usage })
  if (options.household !== undefined) await planOfHousehold(options.household, options)
  else if (options.out !== undefined) await planOfFolder(place ?? '', options.out, options)
  else await planOfCase(place ?? '')
}

/** What is wrong with the combination asked for; null: nothing. */
async function misuseOf(
  place: string | undefined,
  { household, scope, out }: PlanOptions,
): Promise<string | null> {
  if ((place === undefined) === (household === undefined)) return 'name either an hh/1 file or --household'
  if (household === undefined && scope !== undefined) return '--scope is for --household'
  if (place === undefined) return out === undefined ? null : '--out is for a folder of cases'
  // What cannot be looked at is told where it is read.
  const isFolder = place === '-' ? false : (await stat(place).catch(() => null))?.isDirectory()
  if (isFolder === true && out === undefined) return `${place} is a folder: say with --out where its plans go`
  if (isFolder === false && out !== undefined) return '--out is for a folder of cases'
  return null
}

async function planOfCase(file: string): Promise<void> {
  const snapshot = await caseSnapshot(file)
  const planner = await loadPlanner()
  process.stdout.write(printPlan(planner(snapshot), CASE_IDS))
}

async function planOfHousehold(
  idOrReference: string,
  { mode, scope = { scope: { kind: 'all' } } }: PlanOptions,
): Promise<void> {
  const snapshot = await withEvenkeel((evenkeel) =>
    householdSnapshot(evenkeel, { idOrReference, mode, scope }),
  )
  const planner = await loadPlanner()
  process.stdout.write(printPlan(planner(snapshot), databaseNames(snapshot)))
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
