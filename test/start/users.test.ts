import { spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { environmentOf, evenkeel, LAUNCHER, serve, stop } from './evenkeel-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The user daemon, whom every Linux knows and nothing runs as. */
const ORDINARY = { uid: 1, gid: 1 }
/** A number without a name, as containers give it: PostgreSQL wants a name. */
const NAMELESS = { uid: 54_321, gid: 54_321 }

const isRoot = process.getuid?.() === 0
const isReachable = () => spawnSync('test', ['-r', LAUNCHER], ORDINARY).status === 0

describe.runIf(isRoot)('an ordinary user', () => {
  // They may not write here: what has changed since the last build is built by us.
  beforeAll(() => void evenkeel(['build'], environmentOf('/nowhere')))

  test('serves from a home of their own, below a folder closed to others, with files of their own', async (context) => {
    if (!isReachable()) context.skip(`${dirname(LAUNCHER)} is closed to ordinary users`)
    const closed = await temporaryFolder()
    await chown(closed, ORDINARY.uid, ORDINARY.gid)
    await chmod(closed, 0o700)
    const home = join(closed, 'home')
    const served = await serve(home, { as: ORDINARY })
    expect(await fetch(new URL('/readyz', served.addresses.graphql)).then(({ status }) => status)).toBe(200)
    expect(await stop(served.child)).toBe(0)
    for (const name of ['postgres-18', 'token', 'key.pem']) {
      const { uid, mode } = await stat(join(home, name))
      expect([name, uid, mode & 0o077]).toEqual([name, ORDINARY.uid, 0])
    }
    // Root afterwards runs the database as its owner, and takes nothing away from them.
    expect(evenkeel(['token', '--user', 'ann', '--role', 'analyst'], environmentOf(home))).toMatchObject({
      status: 0,
    })
    expect(
      evenkeel(['token', '--user', 'bob', '--role', 'analyst'], environmentOf(home), ORDINARY),
    ).toMatchObject({
      status: 0,
    })
  })

  test('whom the system knows by number alone is told that PostgreSQL wants a name', async (context) => {
    if (!isReachable()) context.skip(`${dirname(LAUNCHER)} is closed to ordinary users`)
    const folder = await temporaryFolder()
    await chown(folder, NAMELESS.uid, NAMELESS.gid)
    const { status, stderr } = evenkeel(['serve'], environmentOf(join(folder, 'home')), NAMELESS)
    expect(status).toBe(78)
    expect(stderr).toMatch(
      /^evenkeel: PostgreSQL cannot run as user 54321, who has no name on this system: give that user an entry in \/etc\/passwd, or set DATABASE_URL\.\n$/,
    )
  })

  test('is told that a home is not theirs', async (context) => {
    if (!isReachable()) context.skip(`${dirname(LAUNCHER)} is closed to ordinary users`)
    const others = join(await temporaryFolder(), 'home')
    await mkdir(others, { mode: 0o700 })
    expect(evenkeel(['serve'], environmentOf(others), ORDINARY)).toMatchObject({
      status: 78,
      stderr: `evenkeel: EVENKEEL_HOME is ${others}, a folder that cannot be made or written (access is denied): choose another.\n`,
    })
  })
})
