// Kills the server or its database in the middle of writes, again and again, and looks what was kept:
//   node test/chaos/kill-9.ts [--rounds 100] [--seed 1]
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { killRounds } from './kill-rounds.ts'
import { killStarts } from './kill-starts.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
})

const folder = await mkdtemp(join(tmpdir(), 'evenkeel-kill-'))
// PostgreSQL runs as nobody where root runs this, and must pass through.
await chmod(folder, 0o711)
try {
  const began = performance.now()
  const report = await killRounds({
    home: join(folder, 'home'),
    rounds: Number(values.rounds),
    seed: Number(values.seed),
  })
  const seconds = Math.round((performance.now() - began) / 1_000)
  console.log(JSON.stringify({ seed: Number(values.seed), seconds, ...report }, null, 2))
  const starts = await killStarts({
    home: join(folder, 'started'),
    homes: Math.ceil(Number(values.rounds) / 10),
    deaths: 6,
    seed: Number(values.seed),
  })
  console.log(JSON.stringify({ starts }, null, 2))
  process.exitCode = report.faults.length + starts.faults.length > 0 || report.worstRestartMs >= 5_000 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}
