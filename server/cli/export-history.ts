import { resolve } from 'node:path'
import { Command } from 'commander'
import { readConfig } from '../config.ts'
import type { HistoryWish } from '../exports/history-scope.ts'
import { InputRefused } from './failure.ts'
import { Progress } from './progress.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface HistoryOptions {
  readonly model?: string
  readonly household?: string
  readonly advisor?: string
  readonly firm?: true
  readonly from: string
  readonly to: string
  readonly json?: true
}

/** `evenkeel export history`: what happened between two days, as a workbook that proves itself. */
export function exportHistoryCommand(): Command {
  return new Command('history')
    .description('what happened between two days, as a workbook that `evenkeel verify` can verify anywhere')
    .argument('<file>', 'such as history.xlsx; what is there is replaced')
    .option('--model <name>', 'of a model and the households on it')
    .option('--household <reference>', 'of a household')
    .option('--advisor <name>', "of an advisor's households")
    .option('--firm', 'of the whole firm, with its whole audit chain')
    .requiredOption('--from <day>', 'first day, such as 2026-01-01')
    .requiredOption('--to <day>', 'last day')
    .option('--json', 'print JSON')
    .action(exportHistory)
}

async function exportHistory(file: string, options: HistoryOptions): Promise<void> {
  const wish = wishOf(options)
  const { rangeRefused } = await import('../exports/history-scope.ts')
  const bad = rangeRefused(wish)
  if (bad) throw new InputRefused(bad.message)
  const { exportHistory: write } = await import('../exports/export-history.ts')
  const { loadSigningKey } = await import('../audit/signing-key.ts')
  const progress = new Progress()
  let isStarted = false
  try {
    const exported = await withEvenkeel(async ({ database, firmId, by: actor }) =>
      write(database, {
        firmId,
        actor,
        wish,
        privateKey: await loadSigningKey(readConfig().home),
        file: resolve(file),
        onProgress({ stage, done, of, rows }) {
          if (!isStarted) progress.start(stage, of, 'steps')
          isStarted = true
          progress.tell(`${stage} (${rows} rows)`, done)
        },
      }),
    )
    progress.end()
    if (exported.kind === 'refused') throw new InputRefused(exported.message)
    const { kind: _kind, ...told } = exported
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ file: resolve(file), ...told })}\n`
        : `${told.title}: ${told.rows} rows in ${told.sheets} sheets of ${file}, read back and verified.\n` +
            `Signed as audit record ${told.auditRecord} by key ${told.fingerprint}\n`,
    )
  } finally {
    progress.end()
  }
}

/** Of exactly one thing. */
function wishOf({ model, household, advisor, firm, from, to }: HistoryOptions): HistoryWish {
  const wishes: HistoryWish[] = []
  if (model !== undefined) wishes.push({ kind: 'model', subject: model, from, to })
  if (household !== undefined) wishes.push({ kind: 'household', subject: household, from, to })
  if (advisor !== undefined) wishes.push({ kind: 'advisor', subject: advisor, from, to })
  if (firm) wishes.push({ kind: 'firm', subject: null, from, to })
  const [wish] = wishes
  if (wish && wishes.length === 1) return wish
  throw new InputRefused('Name one thing whose history is wanted: --model, --household, --advisor or --firm.')
}
