import { once } from 'node:events'
import { access, readFile, stat, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startEmbedded } from '../../server/database/embedded.ts'
import { environmentOf, evenkeel, serve, stop, type Served } from './evenkeel-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function householdCount({ addresses }: Served, token: string): Promise<number> {
  const response = await fetch(addresses.graphql, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ households(first: 1) { totalCount } }' }),
  })
  const { data } = (await response.json()) as { data: { households: { totalCount: number } } }
  return data.households.totalCount
}

test('from an empty folder to a served demonstration firm; killed, it goes on where it was; a token of another database is made anew; stopped, nothing runs on', async () => {
  const home = join(await temporaryFolder(), 'home')
  const first = await serve(home)
  const { tokenFile } = first.addresses
  expect(tokenFile).toBe(join(home, 'token'))
  expect(((await stat(tokenFile)).mode & 0o777).toString(8)).toBe('600')
  const token = (await readFile(tokenFile, 'utf8')).trim()
  const households = await householdCount(first, token)
  expect(households).toBeGreaterThan(0)

  const second = evenkeel(['serve'], environmentOf(home))
  expect(second.status).toBe(75)
  expect(second.stderr).toMatch(
    /^evenkeel: Another Evenkeel server \(process \d+\) is running on the database in .*\.$/m,
  )

  const minted = evenkeel(['token', '--user', 'ann', '--role', 'analyst'], environmentOf(home))
  expect(minted).toMatchObject({ status: 0, stderr: '' })
  expect(await householdCount(first, minted.stdout.trim())).toBe(households)

  const killed = once(first.child, 'exit')
  first.child.kill('SIGKILL')
  await killed
  await writeFile(tokenFile, `evk_${'0'.repeat(32)}_${'A'.repeat(43)}\n`, { mode: 0o644 })
  const next = await serve(home)
  const renewed = (await readFile(tokenFile, 'utf8')).trim()
  expect(await householdCount(next, renewed)).toBe(households)
  expect(((await stat(tokenFile)).mode & 0o777).toString(8)).toBe('600')
  expect(await householdCount(next, token)).toBe(households)

  expect(await stop(next.child)).toBe(0)
  await expect(access(join(home, 'postgres-18', 'postmaster.pid'))).rejects.toThrow('ENOENT')
}, 120_000)

test('a port in use, and a database that is down, end the start with a sentence and their exit codes', async () => {
  const home = join(await temporaryFolder(), 'home')
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  const inUse = evenkeel(['serve'], environmentOf(home, { PORT: String(port) }))
  expect(inUse.status).toBe(75)
  expect(inUse.stderr).toContain(`evenkeel: Port ${port} is taken by another program`)
  await expect(access(join(home, 'postgres-18', 'postmaster.pid'))).rejects.toThrow('ENOENT')
  const httpsInUse = evenkeel(['serve'], environmentOf(home, { HTTPS_PORT: String(port) }))
  expect(httpsInUse.status).toBe(75)
  expect(httpsInUse.stderr).toContain(`or start with another HTTPS_PORT, such as HTTPS_PORT=${port + 10}.`)

  const down = { DATABASE_URL: 'postgres://owner:secret-word@127.0.0.1:1/firm' }
  expect(evenkeel(['serve'], environmentOf(home, down))).toMatchObject({
    status: 69,
    stdout: '',
    stderr:
      'evenkeel: No PostgreSQL can be reached at 127.0.0.1:1, the address in DATABASE_URL (ECONNREFUSED).\n',
  })
})

test('import checks, loads and counts; a file with faults is refused by file, row and column', async () => {
  const folder = await temporaryFolder()
  const home = join(folder, 'home')
  const environment = environmentOf(home)
  // Running already, so that no command waits for its start and stop.
  const database = await startEmbedded(home, { fsync: false })
  onTestFinished(() => database.stop())
  const file = join(folder, 'securities.csv')
  const header = 'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character,price,price_date'
  await writeFile(file, `${header}\nVTI,Total market,US Equity,0.0003,high,equity,327.18,2025-09-26\n`)
  const counted = (args: string[]) => {
    const { status, stdout } = evenkeel(['import', file, '--json', ...args], environment)
    const [loaded] = (JSON.parse(stdout) as { files: { name: string; added: number; unchanged: number }[] })
      .files
    return { status, name: loaded?.name, added: loaded?.added, unchanged: loaded?.unchanged }
  }
  expect(counted(['--preview'])).toEqual({ status: 0, name: 'securities.csv', added: 1, unchanged: 0 })
  expect(counted([])).toEqual({ status: 0, name: 'securities.csv', added: 1, unchanged: 0 })
  expect(counted([])).toEqual({ status: 0, name: 'securities.csv', added: 0, unchanged: 1 })

  await writeFile(file, `${header}\nVTI,Total market,US Equity,0.0003,high,equity,minus one,2025-09-26\n`)
  const refused = evenkeel(['import', folder], environment)
  expect(refused.status).toBe(65)
  expect(refused.stderr).toMatch(/^securities\.csv:2:7: .*found "minus one", expected /m)
  expect(refused.stderr).toMatch(/^evenkeel: Nothing was loaded: 1 problem\.$/m)
})

test('Ctrl-C lets an answer under way be finished; a second one, well after the first, ends it at once', async () => {
  const { child, addresses } = await serve(join(await temporaryFolder(), 'home'))
  let told = ''
  child.stderr?.on('data', (chunk: Buffer) => (told += chunk.toString()))
  // A request whose body never comes to its end; without a token it would be refused before that.
  const token = (await readFile(addresses.tokenFile, 'utf8')).trim()
  const socket = connect(Number(new URL(addresses.graphql).port), '127.0.0.1')
  socket.on('error', () => undefined)
  const headers = `host: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 9`
  socket.write(`POST /graphql HTTP/1.1\r\n${headers}\r\n\r\n{`)
  onTestFinished(() => void socket.destroy())
  await fetch(new URL('/healthz', addresses.graphql))
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await expect.poll(() => told, { timeout: 10_000 }).toContain('evenkeel: stopping (SIGINT)')
  const again = setInterval(() => child.kill('SIGINT'), 250)
  expect(await ended).toEqual([130, null])
  clearInterval(again)
})
