import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const COMMAND_LINE = join(import.meta.dirname, '..', '..', 'server', 'cli', 'main.ts')

/** Runs a command of the command line from its sources, to its end. */
export function evenkeel(args: readonly string[], { input = '', environment = {} } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env['PATH'], ...environment },
  })
  return { status, stdout, stderr }
}
