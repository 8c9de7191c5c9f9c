import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from '../../server/database/embedded.ts'
import { temporaryFolder } from '../start/temporary-folder.ts'
import { postmasterOf } from './what-was-kept.ts'

/** Starts a home's database, and kills it while nobody is there to start it again. Gives where it was. */
async function killedDatabase(home: string): Promise<{ ownerUrl: string; port: number }> {
  const first = await startEmbedded(home, { fsync: false })
  const { pid, port } = await postmasterOf(home)
  // Lets go without stopping it, as a killed server does.
  const second = await startEmbedded(home, { fsync: false })
  await first.stop()
  process.kill(pid, 'SIGSTOP')
  const stopping = second.stop()
  process.kill(pid, 'SIGKILL')
  await stopping
  return { ownerUrl: first.ownerUrl, port }
}

test('a killed database is started again where it was, whoever does it: a server that lives on finds it there', async () => {
  const home = join(await temporaryFolder(), 'home')
  const { ownerUrl } = await killedDatabase(home)
  const again = await startEmbedded(home, { fsync: false })
  onTestFinished(() => again.stop())
  expect(again).toMatchObject({ ownerUrl, adopted: false })
})

test('where another program has taken its place meanwhile, it is started elsewhere', async () => {
  const home = join(await temporaryFolder(), 'home')
  const { ownerUrl, port } = await killedDatabase(home)
  const other = createServer().listen(port, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const again = await startEmbedded(home, { fsync: false })
  onTestFinished(() => again.stop())
  expect(again.ownerUrl).not.toBe(ownerUrl)
})
