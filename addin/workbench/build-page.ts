import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const SOURCES = import.meta.dirname
const CACHE = join(import.meta.dirname, '../../.cache/workbench')

/** The folder of the built page, workbench.html in it, built anew only when one of its sources changed. */
export async function builtPage(): Promise<string> {
  const folder = join(CACHE, await contentHash())
  if (existsSync(folder)) return folder
  const own = `${folder}.${process.pid}`
  await mkdir(own, { recursive: true })
  await build({
    configFile: false,
    root: SOURCES,
    logLevel: 'warn',
    build: {
      outDir: own,
      emptyOutDir: false,
      minify: false,
      sourcemap: 'inline',
      lib: { entry: join(SOURCES, 'page/workbench.ts'), formats: ['es'], fileName: () => 'workbench.js' },
    },
  })
  for (const name of ['workbench.html', 'workbench.css'])
    await copyFile(join(SOURCES, 'page', name), join(own, name))
  // Processes that build together: the first to finish gives the folder its name.
  await rename(own, folder).catch(() => rm(own, { recursive: true, force: true }))
  return folder
}

async function contentHash(): Promise<string> {
  const names = await readdir(SOURCES, { recursive: true })
  const hash = createHash('sha256')
  for (const name of names.filter((each) => /^(host|page)[\\/].*\.(ts|html|css)$/.test(each)).sort()) {
    hash.update(name).update(await readFile(join(SOURCES, name)))
  }
  return hash.digest('hex').slice(0, 16)
}
