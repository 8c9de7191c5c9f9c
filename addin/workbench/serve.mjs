#!/usr/bin/env node
// npm run workbench: the built pane beside a simulated Excel in an ordinary browser, on a running Evenkeel server or on one
// that it starts. Plain JavaScript, so that whatever Node is at hand can install and build first.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const launcher = join(root, 'server', 'evenkeel.mjs')
/** Reads TypeScript as it stands. */
const OLDEST_NODE = [22, 18]

process.exitCode = await main()

async function main() {
  const built = await exitCode(spawn(process.execPath, [launcher, 'build'], { stdio: 'inherit' }))
  if (built !== 0) return built
  const node = newEnoughNode()
  if (node !== process.execPath)
    return exitCode(forwarding(spawn(node, [fileURLToPath(import.meta.url)], { stdio: 'inherit' })))
  const { readConfig } = await fromServer('config.js')
  const config = readConfig()
  const port = portOf('WORKBENCH_PORT', config.httpsPort + 1)
  if (port === null) return 78
  const running = await runningServer(config)
  const started = running ? null : await startServer()
  if (!running && !started) return 1
  const { loadCertificate } = await fromServer('certificate.js')
  const { builtPage } = await import('./build-page.ts')
  const { servePage } = await import('./page-server.ts')
  try {
    const page = await servePage({
      port,
      evenkeel: running ?? started.address,
      certificate: await loadCertificate(config, new Date()),
      page: await builtPage(),
      tokenFile: started?.tokenFile ?? join(config.home, 'token'),
    })
    const of = running ? `the server on port ${running.port}` : 'a server of its own'
    process.stdout.write(
      `The workbench (a simulated Excel, not Excel itself) is ready, on ${of}. Ctrl-C stops it.\n` +
        `  Workbench   ${page.address}\n` +
        `  Token       in ${started?.tokenFile ?? join(config.home, 'token')}\n` +
        `The browser will ask once whether it may trust this machine's own certificate.\n`,
    )
    await stopped(started?.process)
    await page.close()
    return 0
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error
    return say(`Port ${port} is taken by another program: stop it, or start with another WORKBENCH_PORT.`, 75)
  } finally {
    if (started && started.process.exitCode === null) {
      started.process.kill('SIGTERM')
      await once(started.process, 'exit')
    }
  }
}

/** A module of the built server. */
function fromServer(name) {
  return import(pathToFileURL(join(root, 'dist', 'server', name)).href)
}

/** Where an Evenkeel server already answers; null when none does. */
async function runningServer({ host, port }) {
  if (port === 0) return null
  const shown = host.includes(':') ? `[${host}]` : host
  const answered = await fetch(`http://${shown}:${port}/version`, { signal: AbortSignal.timeout(2_000) })
    .then((response) => response.json())
    .catch(() => null)
  return answered?.name === 'evenkeel' ? { host, port } : null
}

/** Starts a server that lives as long as the workbench; null, after its own sentence, when it does not start. */
async function startServer() {
  // A group of its own: Ctrl-C reaches us first, and we stop it in turn.
  const child = spawn(process.execPath, [launcher, 'serve', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  })
  let text = ''
  for await (const chunk of child.stdout) {
    text += chunk
    const line = /^\{.*\}$/m.exec(text)
    if (!line) continue
    const { graphql, tokenFile } = JSON.parse(line[0])
    const { port } = new URL(graphql)
    return {
      process: child,
      address: { host: process.env.HOST?.trim() || '127.0.0.1', port: Number(port) },
      tokenFile: resolve(tokenFile),
    }
  }
  return null
}

/** Until a signal asks us to stop, or the server that we have started ends. */
function stopped(child) {
  return new Promise((resolved) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolved(signal))
    child?.once('exit', () => resolved('exit'))
  })
}

function newEnoughNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const packageFile = createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`)
  return join(dirname(packageFile), platform === 'win' ? 'bin/node.exe' : 'bin/node')
}

function forwarding(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return child
}

async function exitCode(child) {
  const [code] = await once(child, 'exit')
  return code ?? 1
}

function portOf(name, standard) {
  const found = process.env[name]?.trim()
  if (!found) return standard
  if (/^\d{1,5}$/.test(found) && Number(found) <= 65_535) return Number(found)
  return say(`${name} is ${JSON.stringify(found)}: expected a port, a whole number from 1 to 65535.`, null)
}

function say(sentence, result) {
  process.stderr.write(`evenkeel: ${sentence}\n`)
  return result
}
