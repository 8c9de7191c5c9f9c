import { chmod, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from '../../server/database/embedded.ts'
import { temporaryFolder } from './temporary-folder.ts'

const isRoot = process.getuid?.() === 0

describe.runIf(isRoot)('root starts Evenkeel below a folder that is closed to others', () => {
  test('the data moves where PostgreSQL’s user can reach it, says so in one line, and is found again', async () => {
    const closed = await temporaryFolder()
    await chmod(closed, 0o700)
    const home = join(closed, 'home')
    const sentences: string[] = []
    const options = { fsync: false, log: (sentence: string) => sentences.push(sentence) }
    const first = await startEmbedded(home, options)
    onTestFinished(() => rm(dirname(first.dataDirectory), { recursive: true, force: true }))
    await first.stop()
    expect(first.dataDirectory).toMatch(/^\/var\/lib\/evenkeel\/[0-9a-f]{12}\/postgres-18$/)
    expect(await readFile(join(home, 'postgres-18.location'), 'utf8')).toBe(`${first.dataDirectory}\n`)
    expect((await stat(first.dataDirectory)).uid).toBe(65534)
    expect(sentences).toEqual([
      `Root starts Evenkeel, PostgreSQL runs as nobody, and nobody cannot reach ${home}: the database is kept in ${first.dataDirectory}.`,
    ])
    const second = await startEmbedded(home, options)
    await second.stop()
    expect(second.dataDirectory).toBe(first.dataDirectory)
    expect(sentences).toHaveLength(1)
  })

  test('data that was moved and is gone is missed, not replaced by an empty database', async () => {
    const closed = await temporaryFolder()
    await chmod(closed, 0o700)
    const first = await startEmbedded(closed, { fsync: false })
    await first.stop()
    await rm(dirname(first.dataDirectory), { recursive: true })
    await expect(startEmbedded(closed)).rejects.toThrow(
      `the database is in ${first.dataDirectory}, which does not exist`,
    )
  })
})
