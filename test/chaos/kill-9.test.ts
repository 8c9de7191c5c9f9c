import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { killRounds } from './kill-rounds.ts'
import { killStarts } from './kill-starts.ts'

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

test('deaths in the middle of first starts, later ones and stops: the next start needs no help and has everything', async () => {
  const home = join(await temporaryFolder(), 'home')
  const report = await killStarts({ home, homes: 2, deaths: 5, seed: 4 })
  expect(report.faults).toEqual([])
  expect(report.whileStarting).toBeGreaterThan(0)
  console.log(
    `killed ${report.whileStarting} starts and ${report.whileStopping} stops; slowest start after ${report.worstStartMs} ms`,
  )
}, 240_000)
