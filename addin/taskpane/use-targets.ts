import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import type { ExcelAction } from '../excel/excel-failure.ts'
import { bringToFront } from '../excel/pulled-tables.ts'
import { watchSheet, watchSheetInFront } from '../excel/targets-watch.ts'
import type { Baseline } from '../sheets/baseline.ts'
import type { Side } from '../sheets/targets-merge.ts'
import { settleConflict, writeConflict, type TargetsConflict } from './conflict-targets.ts'
import { sentenceOf } from './failure-message.tsx'
import { chosenSheet, latestBaseline, sheetsOfModel, type ModelSheet } from './model-sheets.ts'
import { usePaneTools } from './pane-tools.ts'
import { publishTargets, sendPending, type PublishOutcome } from './publish-targets.ts'
import { checkTargets, readTargets, type TargetsReading } from './targets-check.ts'
import { pullTargets } from './targets-pull.ts'

/** What the last thing the person asked for came to. */
export type TargetsNotice =
  | { readonly kind: 'pulled'; readonly sheetName: string; readonly leftAlone: string | null }
  | { readonly kind: 'unsaved'; readonly sentence: string }
  | { readonly kind: 'checked'; readonly problemCount: number }
  | { readonly kind: 'conflictSheet'; readonly sheetName: string }
  | { readonly kind: 'failed'; readonly sentence: string }
  | Exclude<PublishOutcome, { kind: 'conflict' }>

export interface Targets {
  /** Null until the workbook was read, or where nothing of this model was pulled. */
  readonly reading: TargetsReading | null
  /** Every sheet that the model was pulled into; `reading` is of the chosen one. */
  readonly sheets: readonly ModelSheet[]
  readonly chosenId: string | null
  readonly choose: (sheet: ModelSheet) => void
  readonly isRead: boolean
  readonly isBusy: boolean
  /** Said while Excel or a cell being edited keeps it waiting. */
  readonly waiting: string | null
  readonly notice: TargetsNotice | null
  readonly conflict: TargetsConflict | null
  readonly pull: (placement: 'replace' | 'addSheet', givesUpEdits?: boolean) => void
  readonly dismiss: () => void
  readonly check: () => void
  readonly publish: (rationale: string) => void
  readonly finish: () => void
  readonly settle: (choices: ReadonlyMap<string, Side>, rationale: string) => void
  readonly showConflictSheet: () => void
  readonly leaveConflict: () => void
}

/** One model's sheet in this workbook. Everything is found again from the workbook, so a reload of the pane loses nothing. */
export function useTargets(modelId: string, onPublished: () => void): Targets {
  const tools = usePaneTools()
  const { signOut, surroundings } = tools
  const [baseline, setBaseline] = useState<Baseline | null>(null)
  const [reading, setReading] = useState<TargetsReading | null>(null)
  const [sheets, setSheets] = useState<readonly ModelSheet[]>([])
  const chosenId = useRef<string | null>(null)
  const [isRead, setRead] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [waiting, setWaiting] = useState<string | null>(null)
  const [notice, setNotice] = useState<TargetsNotice | null>(null)
  const [conflict, setConflict] = useState<TargetsConflict | null>(null)
  const options = useRef({ onWaiting: (failure: Error) => setWaiting(failure.message) }).current

  const look = useCallback(async () => {
    const standing = surroundings.isExcel ? await sheetsOfModel(modelId, options) : []
    const chosen = chosenSheet(standing, chosenId.current)?.baseline
    const found = chosen ?? (surroundings.isExcel ? await latestBaseline(modelId, options) : null)
    chosenId.current = found?.id ?? null
    setSheets(standing)
    setBaseline((current) => (current?.id === found?.id ? current : found))
    setReading(found ? await readTargets(found.id, options) : null)
    setRead(true)
    return found
  }, [modelId, surroundings.isExcel, options])

  const run = useCallback(
    async (work: () => Promise<void>, action: ExcelAction = 'send') => {
      setBusy(true)
      setNotice(null)
      try {
        await work()
      } catch (error) {
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') {
          return signOut(`${error.message} What you typed is still in the sheet.`)
        }
        setNotice({ kind: 'failed', sentence: sentenceOf(error, action) })
      } finally {
        setBusy(false)
        setWaiting(null)
        setRead(true)
      }
    },
    [signOut],
  )

  useEffect(() => {
    void run(async () => void (await look()))
  }, [run, look])

  const sheetId = reading?.kind === 'read' ? reading.state.sheetId : null
  useEffect(() => {
    if (sheetId === null) return
    const stopping = watchSheet(sheetId, () => {
      // A hint that comes while Excel is busy is followed by the next one, or by a check.
      look().catch(() => undefined)
    })
    return () => void stopping.then((stop) => stop())
  }, [sheetId, look])

  const hasSheets = sheets.length > 1
  useEffect(() => {
    if (!hasSheets) return
    const stopping = watchSheetInFront(() => {
      look().catch(() => undefined)
    })
    return () => void stopping.then((stop) => stop())
  }, [hasSheets, look])

  const ended = async (outcome: PublishOutcome) => {
    if (outcome.kind === 'conflict') setConflict(outcome.conflict)
    else {
      setNotice(outcome)
      if (outcome.kind === 'published') {
        setConflict(null)
        onPublished()
      }
    }
    await look()
  }

  return {
    reading,
    sheets,
    chosenId: baseline?.id ?? null,
    choose: ({ sheetName }) =>
      void run(async () => {
        await bringToFront(sheetName, options)
        await look()
      }),
    isRead,
    isBusy,
    waiting,
    notice,
    conflict,
    pull: (placement, givesUpEdits = false) =>
      void run(async () => {
        const replaces = placement === 'replace' ? baseline : null
        const pulled = await pullTargets(modelId, replaces, tools, { ...options, givesUpEdits })
        if (pulled.kind === 'pulled') setConflict(null)
        await look()
        setNotice(pulled)
      }, 'pullToEdit'),
    dismiss: () => setNotice(null),
    check: () =>
      void run(async () => {
        const found = await look()
        if (!found) return
        const checked = await checkTargets(found.id, options)
        setReading(checked)
        if (checked.kind === 'read') {
          setNotice({ kind: 'checked', problemCount: checked.state.problems.length })
        }
      }),
    publish: (rationale) =>
      void run(async () => {
        if (baseline) await ended(await publishTargets(baseline.id, rationale, tools, options))
      }),
    finish: () =>
      void run(async () => {
        if (baseline) await ended(await sendPending(baseline.id, tools, options))
      }),
    settle: (choices, rationale) =>
      void run(async () => {
        if (!conflict) return
        const settlement = await settleConflict(conflict, choices, tools, options)
        if (settlement.kind === 'changed') return setConflict(settlement.conflict)
        setConflict(null)
        if (settlement.kind === 'lost') return setNotice({ kind: 'failed', sentence: settlement.sentence })
        await ended(await publishTargets(conflict.baselineId, rationale, tools, options))
      }),
    showConflictSheet: () =>
      void run(async () => {
        if (!conflict) return
        const { sheetName } = await writeConflict(conflict, options)
        setNotice({ kind: 'conflictSheet', sheetName })
      }),
    leaveConflict: () => setConflict(null),
  }
}
