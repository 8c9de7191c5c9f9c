import { Command } from 'commander'
import { StartRefused } from '../start-refused.ts'
import { withEvenkeel } from './with-evenkeel.ts'

/** `evenkeel recompute`: plans what a proposal was made of once more, in a process of its own, and compares. */
export function recomputeCommand(): Command {
  return new Command('recompute')
    .description('plan a proposal again from its kept facts and compare, byte for byte')
    .argument('<proposal>', 'id of the proposal')
    .option('--json', 'print JSON')
    .action(recompute)
}

async function recompute(proposalId: string, { json }: { json?: true }): Promise<void> {
  const { isId } = await import('../graphql/ids.ts')
  const { recomputeProposal } = await import('../proposals/recompute-proposal.ts')
  const found = isId(proposalId)
    ? await withEvenkeel(({ database, firmId }) =>
        database.readInFirm(firmId, (transaction) => recomputeProposal(transaction, proposalId)),
      )
    : undefined
  if (!found) throw new StartRefused('badInput', `There is no proposal ${proposalId}.`)
  const sentence = found.same
    ? `Planned again from its kept facts: the same bytes as were proposed (SHA-256 ${found.storedSha256}).`
    : `Planned again from its kept facts: not the same. SHA-256 ${found.storedSha256} was proposed, ${found.recomputedSha256} came out now (engine ${found.engineVersion}).`
  process.stdout.write(json ? `${JSON.stringify(found)}\n` : `${sentence}\n`)
  if (!found.same) process.exitCode = 1
}
