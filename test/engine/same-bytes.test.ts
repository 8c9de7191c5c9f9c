import { expect, test } from 'vitest'
import { hashOfProposals } from './proposal-bytes.ts'

/**
 * The proposals of every scenario and of fifty generated households. Whatever Node and machine this runs on must come to the same
 * bytes. Where a change of the engine is meant to change proposals, or a scenario is added, the hash is printed anew by
 * `node test/engine/proposal-bytes.ts`.
 */
const HASH = 'ce49d9bd72fc063e0a2beeed0936f09a95d777a8afbf289872bf8f73b2d954a6'

test('the same households give the same proposals, byte for byte, on any Node', async () => {
  expect(await hashOfProposals()).toBe(HASH)
})
