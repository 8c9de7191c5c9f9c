import { spawn } from 'node:child_process'
import { mkdir, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StartRefused } from '../start-refused.ts'
import { namelessUser } from './damage.ts'
import { giveTo, type DatabasePlace } from './data-directory.ts'
import { isAlive, postgresEnvironment } from './postmaster.ts'

/** Makes the empty database files in the place's data directory: wholly, or, when interrupted, not at all. */
export async function createCluster(place: DatabasePlace, { fsync }: { fsync: boolean }): Promise<void> {
  await removeUnfinished(place.dataDirectory)
  const unfinished = `${place.dataDirectory}.new-${process.pid}`
  const passwordFile = `${unfinished}.password`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(passwordFile, place.passwords.postgres, { mode: 0o600 })
    await giveTo(place.user, unfinished)
    await giveTo(place.user, passwordFile)
    await initdb(place, unfinished, passwordFile, fsync)
    await rename(unfinished, place.dataDirectory).catch(async (error: unknown) => {
      // Another process has put its own there in the meantime, with the same passwords.
      if (!(await isCluster(place.dataDirectory))) throw error
    })
    if (place.pointer) await writeFile(place.pointer, `${place.dataDirectory}\n`, { flush: true })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    await unlink(passwordFile).catch(() => undefined)
  }
}

async function initdb(
  place: DatabasePlace,
  folder: string,
  passwordFile: string,
  fsync: boolean,
): Promise<void> {
  const options = [
    ['--pgdata', folder],
    ['--username', 'postgres'],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--no-locale'],
    ['--no-instructions'],
    ...(fsync ? [] : [['--no-sync']]),
  ].flat()
  const { code, output } = await run(place, place.binaries.initdb, options)
  if (code === 0) return
  if (/could not look up effective user ID/.test(output)) throw namelessUser()
  const lines = output.trim().split('\n')
  const problem = lines.find((line) => /FATAL|rror:/.test(line)) ?? lines.at(-1) ?? ''
  const words = problem.replace(/^.*?(FATAL|error):\s*/, '')
  const remedy = /No space left/.test(output) ? ' Free some space on that disk, and start again.' : ''
  throw new StartRefused(
    'unavailable',
    `The database cannot be made in ${place.dataDirectory}: ${words}.${remedy}`,
  )
}

async function run(
  place: DatabasePlace,
  program: string,
  options: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      ...place.user,
      cwd: dirname(place.dataDirectory),
      env: postgresEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    })
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** Folders of first starts that were killed half way; those of living processes are theirs. */
async function removeUnfinished(dataDirectory: string): Promise<void> {
  const parent = dirname(dataDirectory)
  for (const name of await readdir(parent)) {
    const pid = new RegExp(`^${basename(dataDirectory)}\\.new-(\\d+)`).exec(name)?.[1]
    if (!pid || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

async function isCluster(folder: string): Promise<boolean> {
  const names: string[] = await readdir(folder).catch(() => [])
  return names.includes('PG_VERSION')
}
