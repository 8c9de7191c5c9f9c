import { readFileSync } from 'node:fs'
import { evenkeelProgram } from './program.ts'
import { tellFailure } from './failure.ts'
import { packageRoot } from '../package-root.ts'

// A reader that has seen enough (head, less) is not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

const { version } = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as { version: string }
try {
  await evenkeelProgram(version).parseAsync()
} catch (error) {
  process.exitCode = tellFailure(error, {
    json: process.argv.includes('--json'),
    debug: ['debug', 'trace'].includes(process.env['LOG_LEVEL'] ?? ''),
  })
}
