import { Command, InvalidArgumentError, Option } from 'commander'
import { ROLES, type Role } from '../access/roles.ts'
import { withEvenkeel } from './with-evenkeel.ts'

interface TokenOptions {
  readonly user: string
  readonly role: Role
  readonly days?: number
  readonly json?: true
}

const MOST_DAYS = 3_650

/** `evenkeel token`: makes a token for a person or a program. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('make a token for a user; it is shown this once')
    .requiredOption('--user <name>', 'whom it stands for; made if the firm has no user of that name')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--days <number>', 'how long it is valid (until revoked)', readDays)
    .option('--json', 'print JSON')
    .action(makeToken)
}

async function makeToken({ user, role, days, json }: TokenOptions): Promise<void> {
  const { mintToken } = await import('../access/tokens.ts')
  const token = await withEvenkeel(({ database, firmId, by }) =>
    mintToken(database, { firmId, user, role, ...(days === undefined ? {} : { days }), by }),
  )
  process.stdout.write(json ? `${JSON.stringify({ user, role, days: days ?? null, token })}\n` : `${token}\n`)
}

function readDays(text: string): number {
  const days = Number(text)
  if (/^\d{1,4}$/.test(text) && days >= 1 && days <= MOST_DAYS) return days
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_DAYS}.`)
}
