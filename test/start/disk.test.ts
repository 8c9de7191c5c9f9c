import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { environmentOf, evenkeel } from './evenkeel-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A disk of its own at this folder until the test is over; false where the system permits none. */
function mount(folder: string, options: string): boolean {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0
  if (mounted) onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return mounted
}

/** Processes of this machine whose command line holds a text, its words parted by zeros. */
async function processesNaming(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    ids.map(async (id) => [id, await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')] as const),
  )
  return lines.filter(([, line]) => line.includes(text)).map(([id]) => id)
}

describe.runIf(process.getuid?.() === 0 && process.platform === 'linux')('root may mount small disks', () => {
  test('a disk that is full ends the first start with a sentence, leaves nothing half made, and exit code 69', async (context) => {
    const disk = await temporaryFolder()
    if (!mount(disk, 'size=20m,mode=711')) context.skip('this machine lets nobody mount a disk')
    const full = evenkeel(['serve'], environmentOf(join(disk, 'home')))
    expect(full.status).toBe(69)
    expect(full.stderr).toMatch(
      /^evenkeel: The database cannot be made in .*: .*No space left on device\. Free some space on that disk, and start again\.\n$/,
    )
    spawnSync('mount', ['-o', 'remount,size=400m', disk])
    expect(
      evenkeel(['token', '--user', 'ann', '--role', 'analyst'], environmentOf(join(disk, 'home'))),
    ).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^evk_/),
    })
  })

  test('a disk that fills up after the database is made ends the start likewise, and leaves nothing running', async (context) => {
    const disk = await temporaryFolder()
    // Room for what initdb makes, and not for the tables and the demonstration firm.
    if (!mount(disk, 'size=58m,mode=711')) context.skip('this machine lets nobody mount a disk')
    const home = join(disk, 'home')
    const full = evenkeel(['serve'], environmentOf(home))
    expect(full.stderr.split('\n').filter((line) => line.startsWith('evenkeel: '))).toEqual([
      `evenkeel: The database in ${home}/postgres-18 cannot go on, as its disk is full. Free some space on that disk, and start again.`,
    ])
    expect(full.status).toBe(69)
    expect(await processesNaming(`postgres\0-D\0${home}`)).toEqual([])
    spawnSync('mount', ['-o', 'remount,size=400m', disk])
    expect(evenkeel(['token', '--user', 'ann', '--role', 'analyst'], environmentOf(home))).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^evk_/),
    })
  })

  test('a home that can only be read is refused by name with exit code 78', async (context) => {
    const disk = await temporaryFolder()
    if (!mount(disk, 'size=1m,mode=711')) context.skip('this machine lets nobody mount a disk')
    await mkdir(join(disk, 'home'))
    await chmod(join(disk, 'home'), 0o711)
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const home = join(disk, 'home')
    expect(evenkeel(['serve'], environmentOf(home))).toMatchObject({
      status: 78,
      stderr: `evenkeel: EVENKEEL_HOME is ${home}, a folder that cannot be made or written (the disk can only be read): choose another.\n`,
    })
    const below = join(disk, 'new')
    expect(evenkeel(['serve'], environmentOf(below))).toMatchObject({
      status: 78,
      stderr: expect.stringMatching(
        /^evenkeel: EVENKEEL_HOME is .*new, a folder that cannot be made or written/,
      ),
    })
  })
})
