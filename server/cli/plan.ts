import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { Command, Option } from 'commander'
import type { Proposal } from '../engine/proposal.ts'
import type { RebalanceMode, Snapshot } from '../engine/snapshot.ts'
import { StartRefused, systemReason } from '../start-refused.ts'
import { InputRefused } from './failure.ts'
import { withEvenkeel, type OpenEvenkeel } from './with-evenkeel.ts'

interface PlanOptions {
  readonly household?: string
  readonly mode: RebalanceMode
}

/** One line of a plan: an order, or of a sale the part that one lot gives; `qty` in shares. */
export interface PlannedLine {
  readonly account: string
  readonly security: string
  readonly side: 'sell' | 'buy'
  /** Of sales only. */
  readonly lot?: string
  readonly qty: string
}

const MODES: readonly RebalanceMode[] = ['band', 'midpoint', 'target']

/** `evenkeel plan`: the trades for one household as JSON; nothing is written. */
export function planCommand(): Command {
  return new Command('plan')
    .description('print the trades for one household as JSON; nothing is saved')
    .argument('[case]', 'an hh/1 file; - reads it from standard input')
    .option('--household <id>', 'plan a household of the database, by its id or reference')
    .addOption(
      new Option('--mode <mode>', 'of a household: how far a class out of its band is brought')
        .choices(MODES)
        .default('target'),
    )
    .option('--json', 'print JSON, as without it')
    .action(printPlan)
}

async function printPlan(
  caseFile: string | undefined,
  options: PlanOptions,
  command: Command,
): Promise<void> {
  const { household, mode } = options
  if ((caseFile === undefined) === (household === undefined)) {
    command.error('error: name either an hh/1 file or --household', { exitCode: 2 })
  }
  const snapshot =
    household === undefined
      ? await caseSnapshot(caseFile ?? '')
      : await withEvenkeel((evenkeel) => householdSnapshot(evenkeel, household, mode))
  const { rebalance } = await import('../engine/rebalance.ts')
  const proposal = rebalance(snapshot)
  const plan = {
    trades: household === undefined ? plannedLines(proposal) : namedLines(plannedLines(proposal), snapshot),
    warnings: proposal.warnings.map(({ sentence }) => sentence),
  }
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`)
}

/** The trades lot by lot, under the engine's ids. */
export function plannedLines({ trades }: Proposal): PlannedLine[] {
  return trades.flatMap<PlannedLine>(({ accountId: account, securityId: security, side, shares, lots }) =>
    side === 'buy'
      ? [{ account, security, side, qty: shares }]
      : lots.map((lot) => ({ account, security, side, lot: lot.lotId, qty: lot.shares })),
  )
}

/** The same under the names that people use: account numbers and symbols. */
function namedLines(lines: readonly PlannedLine[], snapshot: Snapshot): PlannedLine[] {
  const accounts = new Map(snapshot.accounts.map(({ id, name }) => [id, name]))
  const symbols = new Map(snapshot.securities.map(({ id, symbol }) => [id, symbol]))
  return lines.map((line) => ({
    ...line,
    account: accounts.get(line.account) ?? line.account,
    security: symbols.get(line.security) ?? line.security,
  }))
}

async function caseSnapshot(file: string): Promise<Snapshot> {
  const { readHouseholdCase } = await import('../imports/household-case.ts')
  const { printCaseProblem } = await import('../imports/json-case.ts')
  const reading = readHouseholdCase(await readCaseText(file))
  if (reading.kind === 'read') return reading.snapshot
  const name = file === '-' ? 'standard input' : file
  const problems = reading.problems.map((problem) => `${name}: ${printCaseProblem(problem)}`)
  throw new InputRefused(`What ${name} holds is not an hh/1 case that can be planned.`, problems)
}

async function readCaseText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StartRefused('badInput', `${file} cannot be read: ${systemReason(error)}.`)
  }
}

/** The facts of a household as of the latest date with complete positions and prices. */
async function householdSnapshot(
  { database, firmId }: OpenEvenkeel,
  idOrReference: string,
  mode: RebalanceMode,
): Promise<Snapshot> {
  const { latestCompleteDate } = await import('../monitoring/refresh-drift.ts')
  const { loadSnapshots } = await import('../proposals/load-snapshot.ts')
  return database.readInFirm(firmId, async (transaction) => {
    const household = await transaction.kysely
      .selectFrom('household')
      .select(['id', 'name'])
      .where('firm_id', '=', firmId)
      .where((where) =>
        where.or([
          where(where.cast<string>('id', 'text'), '=', idOrReference.toLowerCase()),
          where('reference', '=', idOrReference),
        ]),
      )
      .executeTakeFirst()
    if (!household) throw new InputRefused(`There is no household ${idOrReference}.`)
    const asOf = await latestCompleteDate(transaction)
    if (asOf === undefined) throw new InputRefused('Nothing was loaded yet: import lots and prices first.')
    const [snapshot] = await loadSnapshots(transaction, { householdIds: [household.id], mode, asOf })
    if (!snapshot)
      throw new InputRefused(`${household.name} has no model in force on ${asOf}: assign one first.`)
    return snapshot
  })
}
