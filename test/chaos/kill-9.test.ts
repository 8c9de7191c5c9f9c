import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { killRounds } from './kill-rounds.ts'

test('ten deaths of the server and its database in the middle of writes: nothing is lost, half-written or doubled', async () => {
  const home = join(await temporaryFolder(), 'home')
  const report = await killRounds({ home, rounds: 10, seed: 20 })
  expect(report.faults).toEqual([])
  // How soon is told, not held: it is the machine's figure as much as ours. The goal is 5 s.
  console.log(`slowest restart after ${Math.round(report.worstRestartMs)} ms`)
  const { kills, acknowledged, cut, answeredLater } = report
  for (const count of [kills, acknowledged, cut].flatMap(Object.values).concat(answeredLater)) {
    expect(count).toBeGreaterThan(0)
  }
}, 240_000)
