import { resolve } from 'node:path'
import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { exportHistoryCommand } from './export-history.ts'
import { withEvenkeel } from './with-evenkeel.ts'

/** `evenkeel export`: writes what the firm must be able to show to files that need no Evenkeel to be read. */
export function exportCommand(): Command {
  const command = new Command('export').description('write the record of the firm to files')
  command
    .command('audit')
    .description('the whole audit chain, one record a line, with its signed checkpoints beside it')
    .argument('<file>', 'such as audit.jsonl; what is there is replaced')
    .option('--json', 'print JSON')
    .action(exportAudit)
  command.addCommand(exportHistoryCommand())
  return command
}

async function exportAudit(file: string, { json }: { json?: true }): Promise<void> {
  const { exportChain, checkpointsFile } = await import('../audit/export-chain.ts')
  const { loadSigningKey } = await import('../audit/signing-key.ts')
  const path = resolve(file)
  const exported = await withEvenkeel(async ({ database, firmId, by: actor }) => {
    const privateKey = await loadSigningKey(readConfig().home)
    return exportChain(database, { firmId, actor, privateKey, file: path })
  })
  process.stdout.write(
    json
      ? `${JSON.stringify({ file: path, checkpoints: checkpointsFile(path), ...exported })}\n`
      : `${exported.records} records in ${file}, checkpoints in ${checkpointsFile(file)}.\nSigned by key ${exported.fingerprint}\n`,
  )
}
