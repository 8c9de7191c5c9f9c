#!/usr/bin/env node
// Starts Evenkeel from a fresh clone or an installed package, on whatever Node is at hand: installs what package-lock.json
// names, moves to a Node that is new enough, builds what has changed, then runs dist/. Plain JavaScript for Node 18 and
// later, with nothing installed. A start with nothing to do costs some milliseconds.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath, pathToFileURL } from 'node:url'

const launcher = fileURLToPath(import.meta.url)
const root = dirname(dirname(launcher))
const inRoot = (...names) => join(root, ...names)
const OLDEST_NODE = [22, 18]
const CONFIGURATION_EXIT = 78
const CANNOT_WRITE = /^(EACCES|EPERM|EROFS|ENOSPC)$/
const NPM_WATCHED_EVERY_MS = 500

/** What every part of the build depends on. */
const SETTINGS = ['package-lock.json', 'tsconfig.json']
/** Not compiled: data, and this file. */
const NOT_COMPILED = /\.(csv|md|mjs)$/

try {
  process.exitCode = await launch(process.argv.slice(2))
} catch (error) {
  if (!CANNOT_WRITE.test(error.code)) throw error
  const remedy = error.code === 'ENOSPC' ? 'free some space' : 'start Evenkeel once as its owner'
  process.exitCode = say(
    `${error.path ?? root} has to be written to install and build, and cannot be (${error.code}): ${remedy}.`,
    CONFIGURATION_EXIT,
  )
}

async function launch(args) {
  const isCheckout = existsSync(inRoot('server', 'tsconfig.json'))
  if (isCheckout && !(await install())) return 1
  if (!isNewEnough()) return runOnNewerNode(args)
  stopWithParent()
  if (isCheckout && !(await build())) return 1
  if (args[0] === 'build') return 0
  if (args[0] === 'test') return run(process.execPath, [inRoot('test', 'run.mjs'), ...args.slice(1)])
  // Node keeps what it has compiled of every module, so that later starts load faster.
  module.enableCompileCache?.(inRoot('node_modules', '.cache', 'evenkeel'))
  process.setSourceMapsEnabled(true)
  await import(pathToFileURL(inRoot('dist', 'server', 'cli', 'main.js')).href)
  return process.exitCode
}

/** Installs what package-lock.json names, unless that has been done; false when npm fails. */
async function install() {
  const stampFile = inRoot('node_modules', '.evenkeel-install')
  const stamp = hashOf(['package-lock.json'])
  if (readText(stampFile) === stamp) return true
  if (!isInStep()) {
    note('Installing packages')
    // Under npm start it is the same npm; otherwise the one on PATH. What npm says is not the command's own answer.
    const npm = process.env.npm_execpath?.endsWith('.js')
      ? [process.execPath, process.env.npm_execpath]
      : ['npm']
    const options = [
      'ci',
      '--no-audit',
      '--no-fund',
      '--include=dev',
      '--include=optional',
      '--loglevel=error',
    ]
    const code = await run(npm[0], [...npm.slice(1), ...options], {
      stdio: ['ignore', 2, 2],
      shell: npm[0] === 'npm' && process.platform === 'win32',
    })
    if (code !== 0) return say('npm ci has failed: see its messages above.', false)
  }
  try {
    writeFileSync(stampFile, stamp)
  } catch {
    // Somebody else's checkout: the stamp only saves the comparison next time.
  }
  return true
}

/** Whether someone's own npm install has brought exactly the locked versions. */
function isInStep() {
  const installed = readJson(inRoot('node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  const locked = JSON.parse(readText(inRoot('package-lock.json'))).packages
  return Object.entries(locked).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true
    return installed[path] ? installed[path].version === version : optional || devOptional
  })
}

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}

/** Runs this command again on the Node that npm has brought, and passes signals and the exit code through. */
async function runOnNewerNode(args) {
  const node = broughtNode()
  const needed = `Evenkeel needs Node ${OLDEST_NODE.join('.')} or later and found ${process.versions.node}`
  if (!node) {
    const platform = `${process.platform} on ${process.arch}`
    return say(
      `${needed}; npm brings none for ${platform}: install one from https://nodejs.org.`,
      CONFIGURATION_EXIT,
    )
  }
  watchNpm(() => process.kill(process.pid, 'SIGTERM'))
  try {
    return await run(node, [launcher, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  } catch (error) {
    return say(`${needed}; the one that npm brings does not run here (${error.message}).`, CONFIGURATION_EXIT)
  }
}

function broughtNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  try {
    const name = `node-${platform}-${process.arch}/package.json`
    const node = join(dirname(createRequire(import.meta.url).resolve(name)), program)
    return existsSync(node) ? node : null
  } catch {
    return null
  }
}

/** Whoever kills the Node or the npm that started us means us: without it nobody could stop us by its number. */
function stopWithParent() {
  const stop = () => process.kill(process.pid, 'SIGTERM')
  if (process.channel) {
    process.once('disconnect', stop)
    process.channel.unref()
  }
  watchNpm(stop)
}

/** npm hands a signal to the shell between us, which ends without telling us: we are then somebody else's child. */
function watchNpm(stop) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const watching = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watching)
    stop()
  }, NPM_WATCHED_EVERY_MS)
  watching.unref()
}

/** Compiles what is not compiled yet, server and pages at once; false when a part fails. */
async function build() {
  const stampsFile = inRoot('dist', '.build.json')
  const stamps = readJson(stampsFile) ?? {}
  const outdated = buildTargets().filter(
    ({ name, made, stamp }) => stamps[name] !== stamp || !existsSync(inRoot(made)),
  )
  if (outdated.length === 0) return true
  const keepStamps = () => writeFileSync(stampsFile, `${JSON.stringify(stamps, null, 2)}\n`)
  // Whoever ends us half way leaves parts that nobody must take for built, also if the sources go back to what they were.
  for (const { name } of outdated) stamps[name] = ''
  mkdirSync(inRoot('dist'), { recursive: true })
  keepStamps()
  note(`Building the ${outdated.map(({ name }) => name).join(', the ')}`)
  const results = new Map()
  const buildInTurn = async (targets) => {
    for (const target of targets) results.set(target.name, await buildOne(target))
  }
  // Two at a time: the server beside the pages, which take memory.
  await Promise.all([
    buildInTurn(outdated.filter(({ name }) => name === 'server')),
    buildInTurn(outdated.filter(({ name }) => name !== 'server')),
  ])
  for (const { name, stamp } of outdated) if (results.get(name)) stamps[name] = stamp
  keepStamps()
  return outdated.every(({ name }) => results.get(name))
}

function buildTargets() {
  const tool = (...names) => inRoot('node_modules', ...names)
  const server = {
    name: 'server',
    made: 'dist/server/cli/main.js',
    // A renamed migration would otherwise stay, and run.
    before: () => rmSync(inRoot('dist', 'server'), { recursive: true, force: true }),
    // Types are npm test's concern.
    command: [tool('typescript', 'bin', 'tsc'), '-p', inRoot('server', 'tsconfig.json'), '--noCheck'],
    stamp: hashOf(filesIn(['server', ...SETTINGS]).filter((path) => !path.startsWith('server/explorer/'))),
  }
  const page = (name, folder, made, mode) => ({
    name,
    made,
    before: () => {},
    command: [tool('vite', 'bin', 'vite.js'), 'build', '--mode', mode, '--logLevel', 'error'],
    stamp: hashOf(filesIn([folder, 'vite.config.ts', ...SETTINGS])),
  })
  return [
    server,
    page('add-in', 'addin', 'dist/addin/taskpane.html', 'addin'),
    page('explorer', 'server/explorer', 'dist/explorer/index.html', 'explorer'),
  ]
}

async function buildOne({ name, command, before }) {
  const began = performance.now()
  before()
  const code = await run(process.execPath, command, { stdio: ['ignore', 2, 2], cwd: root })
  if (code !== 0) return say(`Building the ${name} has failed: see the messages above.`, false)
  note(`Built the ${name} in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  return true
}

/** Paths below root of the files in these folders, and these files themselves, where they exist. */
function filesIn(inputs) {
  return inputs.flatMap((input) => {
    const found = statSync(inRoot(input), { throwIfNoEntry: false })
    if (!found) return []
    if (found.isFile()) return NOT_COMPILED.test(input) ? [] : [input]
    const names = readdirSync(inRoot(input)).sort()
    return filesIn(names.map((name) => `${input}/${name}`))
  })
}

/** One hash over contents; a path (a string that names a file below root) counts by its name and content. */
function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(part).update('\0')
    if (typeof part === 'string' && existsSync(inRoot(part)))
      hash.update(readFileSync(inRoot(part))).update('\0')
  }
  return hash.digest('hex')
}

/** Runs a program to its end and gives its exit code; signals that reach us reach it. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const forward = (signal) => {
      // Ctrl-C reaches the whole foreground group by itself; a second one would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    signals.forEach((signal) => process.on(signal, forward))
    const done = (settle) => (value, signal) => {
      signals.forEach((name) => process.off(name, forward))
      settle(value ?? 128 + constants.signals[signal])
    }
    child.once('error', done(reject))
    child.once('exit', done(resolve))
  })
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** What a JSON file holds; null where there is none, or one that was written half. */
function readJson(file) {
  try {
    return JSON.parse(readText(file))
  } catch {
    return null
  }
}

function note(text) {
  process.stderr.write(`evenkeel: ${text}\n`)
}

function say(sentence, result) {
  process.stderr.write(`evenkeel: ${sentence}\n`)
  return result
}
