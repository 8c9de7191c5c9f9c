import { access, chmod, constants, mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { StartRefused, isDiskFull, systemReason } from './start-refused.ts'

/** Makes the folder EVENKEEL_HOME, closed to others, where it does not exist yet; refuses one that cannot be written. */
export async function prepareHome(home: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(home)), { recursive: true })
    const isNew = (await mkdir(home, { recursive: true, mode: 0o700 })) !== undefined
    // Root's database runs as nobody, who must pass through to the data; what is secret has mode 600 of its own.
    if (isNew && process.getuid?.() === 0) await chmod(home, 0o711)
    await access(home, constants.W_OK | constants.X_OK)
  } catch (error) {
    const isFull = isDiskFull(error)
    throw new StartRefused(
      isFull ? 'unavailable' : 'configuration',
      `EVENKEEL_HOME is ${home}, a folder that cannot be made or written (${systemReason(error)}): ${isFull ? 'free some space, or choose' : 'choose'} another.`,
    )
  }
}
