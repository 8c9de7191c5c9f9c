import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { batchRounds } from './batch-rounds.ts'

test('ten deaths of workers, the server and its database in the middle of batches: every household has one outcome', async () => {
  const home = join(await temporaryFolder(), 'home')
  const report = await batchRounds({ home, rounds: 10, seed: 8, households: 120 })
  expect(report.faults).toEqual([])
  // How soon is told, not held: it is the machine's figure as much as ours.
  console.log(`slowest end of a batch ${report.worstEndMs} ms after a death`)
  expect(report.inTheMiddle).toBeGreaterThan(3)
  expect(report.takenOver).toBeGreaterThan(0)
  expect(report.givenUp).toBe(0)
  expect(report.proposals).toBeGreaterThan(10 * 100)
}, 600_000)
