/** A worker thread: it is sent draws of households and answers each with how every law fared on them. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadGeneralSolver } from '../../server/engine/optimize/general-solver.ts'
import { checkHousehold, LAW_NAMES } from './household-check.ts'
import type { Broken, Draw, DrawResult } from './law-runs.ts'
import { householdsOf } from './law-runs.ts'

/** Where it is, for the main thread to see when it does not end. */
const placeNow = workerData as Int32Array
const solver = await loadGeneralSolver()

parentPort?.on('message', (draw: Draw) => parentPort?.postMessage(resultOf(draw)))

function resultOf(draw: Draw): DrawResult {
  const none = () => Object.fromEntries(LAW_NAMES.map((law) => [law, 0]))
  const counts = { asked: none(), idle: none(), choice: none() }
  const broken: Broken[] = []
  const second: DrawResult['second'][number][] = []
  householdsOf(draw).forEach((snapshot, place) => {
    Atomics.store(placeNow, 0, place)
    const at = { seed: draw.seed, place }
    const check = checkHousehold(snapshot, solver)
    for (const { law, result, message } of check.verdicts) {
      counts.asked[law]! += 1
      if (result === 'idle' || result === 'choice') counts[result][law]! += 1
      if (result === 'broken') broken.push({ law, message: message ?? '', ...at })
    }
    if (check.second) second.push({ ...check.second, ...at })
  })
  return { ...counts, broken, second }
}
