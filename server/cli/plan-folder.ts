import { mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Snapshot } from '../engine/snapshot.ts'
import { StartRefused, systemReason } from '../start-refused.ts'
import { CaseRefused, failureOf } from './failure.ts'
import { caseSnapshot } from './plan-case.ts'
import { CASE_IDS, printPlan } from './plan-json.ts'
import { readyToPlan } from './plan-planner.ts'
import { Progress } from './progress.ts'

/** What became of a folder of cases. */
export interface FolderPlanned {
  /** How many plans were written. */
  readonly planned: number
  readonly refused: readonly RefusedCase[]
  /** Of planning alone, reading and writing apart; milliseconds, null where nothing was planned. */
  readonly solving: { readonly median: number | null; readonly p99: number | null; readonly total: number }
}

/** A case that was not planned; nothing was written for it. */
export interface RefusedCase {
  readonly file: string
  /** One sentence, with the place in the JSON where there is one. */
  readonly sentence: string
  /** Every fault found, each with its place. */
  readonly problems: readonly string[]
  /** True where the case was read and the engine failed on it. */
  readonly isFault: boolean
}

/** Plans every case of a folder, in order of name, and writes each plan under its case's name into `out`. */
export async function planFolder(folder: string, out: string): Promise<FolderPlanned> {
  const names = await caseNames(folder)
  await makeOut(folder, out)
  const refused: RefusedCase[] = []
  const milliseconds: number[] = []
  // A file or a pipe is told the result alone.
  const progress = process.stderr.isTTY ? new Progress() : undefined
  progress?.start('planning', names.length)
  try {
    for (const name of names) {
      const file = join(folder, name)
      const planned = await planCase(file)
      if ('sentence' in planned) {
        refused.push(planned)
      } else {
        await writeWhole(out, name, planned.json)
        milliseconds.push(planned.milliseconds)
      }
      progress?.step()
    }
  } finally {
    progress?.end()
  }
  return { planned: milliseconds.length, refused, solving: timesOf(milliseconds) }
}

async function caseNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new CaseRefused([`${folder} cannot be read: ${systemReason(error)}.`])
  })
  const names = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json'))
  if (names.length === 0)
    throw new CaseRefused([`The folder ${folder} holds no case: no file ends in .json.`])
  return names.map(({ name }) => name).sort()
}

async function makeOut(folder: string, out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true })
  } catch (error) {
    throw cannotWrite(out, error)
  }
  if ((await realpath(out)) === (await realpath(folder)))
    throw new StartRefused('usage', `${out} holds the cases, which the plans would overwrite: name another.`)
}

type PlannedCase = { readonly json: string; readonly milliseconds: number } | RefusedCase

async function planCase(file: string): Promise<PlannedCase> {
  let snapshot: Snapshot | undefined
  try {
    snapshot = await caseSnapshot(file)
    const plan = await readyToPlan(snapshot)
    const began = performance.now()
    const proposal = plan()
    return { milliseconds: performance.now() - began, json: printPlan(proposal, CASE_IDS) }
  } catch (error) {
    const { message, problems } = failureOf(error) ?? { message: String(error), problems: [] }
    const isFault = snapshot !== undefined
    return { file, sentence: isFault ? `${file}: ${message}` : message, problems, isFault }
  }
}

/** Whoever looks finds the whole plan or none: it is written under another name first. */
async function writeWhole(out: string, name: string, json: string): Promise<void> {
  const unfinished = join(out, `.${name}.${process.pid}.unfinished`)
  try {
    await writeFile(unfinished, json)
    await rename(unfinished, join(out, name))
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw cannotWrite(join(out, name), error)
  }
}

function cannotWrite(path: string, error: unknown): StartRefused {
  return new StartRefused('unavailable', `${path} cannot be written: ${systemReason(error)}.`)
}

function timesOf(milliseconds: readonly number[]): FolderPlanned['solving'] {
  const sorted = milliseconds.toSorted((one, other) => one - other)
  return {
    median: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    total: toMicroseconds(milliseconds.reduce((sum, each) => sum + each, 0)),
  }
}

/** The least of the sorted values that at least this part of them does not exceed. */
function quantile(sorted: readonly number[], part: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]
  return value === undefined ? null : toMicroseconds(value)
}

function toMicroseconds(milliseconds: number): number {
  return Number(milliseconds.toFixed(3))
}
