// Kills workers, the server or its database in the middle of batches, again and again, and looks what came of each household:
//   node test/chaos/batch.ts [--rounds 100] [--seed 1] [--households 300]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { batchRounds } from './batch-rounds.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    households: { type: 'string', default: '300' },
  },
})

const folder = await mkdtemp(join(tmpdir(), 'evenkeel-kill-'))
// PostgreSQL runs as nobody where root runs this, and must pass through.
await chmod(folder, 0o711)
try {
  const began = performance.now()
  const report = await batchRounds({
    home: join(folder, 'home'),
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    households: Number(values.households),
  })
  const seconds = Math.round((performance.now() - began) / 1_000)
  console.log(JSON.stringify({ seed: Number(values.seed), seconds, ...report }, null, 2))
  process.exitCode = report.faults.length > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}
