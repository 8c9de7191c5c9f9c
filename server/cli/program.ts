import { Command } from 'commander'
import { ENVIRONMENT_VARIABLES } from '../config.ts'
import { EXIT_CODES, type ExitReason } from '../start-refused.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { planCommand } from './plan.ts'
import { recomputeCommand } from './recompute.ts'
import { schemaCommand } from './schema.ts'
import { serveCommand } from './serve.ts'
import { tokenCommand } from './token.ts'
import { verifyCommand } from './verify.ts'
import { workerCommand } from './worker.ts'

const EXIT_MEANINGS: Readonly<Record<ExitReason, string>> = {
  ok: 'done',
  fault: 'a fault of Evenkeel itself',
  usage: 'the command was not understood',
  badCase: 'a household case (hh/1) is bad; no plan was written for it',
  badInput: 'an input was refused; nothing was written',
  unavailable: 'the database or another service cannot be reached or started',
  tryLater: 'in use by another program, or busy: later it may work',
  configuration: 'a setting is wrong',
}

/** The whole command line. */
export function evenkeelProgram(version: string): Command {
  const program = new Command('evenkeel')
    .description("Keeps an advisory firm's client accounts on their model portfolios.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `\n${environmentHelp()}\n\n${exitCodeHelp()}`)
    .showHelpAfterError('(evenkeel --help lists what there is)')
  const commands = [
    serveCommand(),
    workerCommand(),
    importCommand(),
    planCommand(),
    recomputeCommand(),
    exportCommand(),
    verifyCommand(),
    backupCommand(),
    restoreCommand(),
    tokenCommand(),
    schemaCommand(),
  ]
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program))
  }
  program.commands.forEach((command) => command.exitOverride())
  return program.exitOverride()
}

function environmentHelp(): string {
  const width = Math.max(...ENVIRONMENT_VARIABLES.map(([name]) => name.length))
  const lines = ENVIRONMENT_VARIABLES.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`)
  return ['Environment:', ...lines].join('\n')
}

function exitCodeHelp(): string {
  const reasons = Object.keys(EXIT_CODES) as ExitReason[]
  const lines = reasons.map((reason) => `  ${String(EXIT_CODES[reason]).padEnd(2)}  ${EXIT_MEANINGS[reason]}`)
  return ['Exit codes:', ...lines].join('\n')
}
