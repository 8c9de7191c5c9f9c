import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import type { ExcelAction, ExcelFailure } from '../excel/excel-failure.ts'
import type { Baseline } from '../sheets/baseline.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import { pullTrades, standingSheet, type TradesPulled } from './trades-pull.ts'
import {
  pushTrades,
  settleTrades,
  type OnDeleted,
  type PushOutcome,
  type TradesConflict,
} from './trades-send.ts'

/** What the last thing the person asked for came to. */
export type TradesNotice =
  | TradesPulled
  | Exclude<PushOutcome, { kind: 'conflict' }>
  | { readonly kind: 'failed'; readonly sentence: string }

/** One household's sheet of trades in this workbook. */
export interface Trades {
  /** Null where the workbook has none, or was not looked at yet. */
  readonly sheetName: string | null
  readonly isPending: boolean
  readonly isBusy: boolean
  /** Said while Excel, or a cell being edited, keeps it waiting. */
  readonly waiting: string | null
  readonly notice: TradesNotice | null
  readonly conflict: TradesConflict | null
  readonly pull: (discardsEdits: boolean) => void
  readonly push: (onDeleted: OnDeleted) => void
  readonly settle: (side: 'mine' | 'theirs') => void
  readonly dismiss: () => void
}

/** Everything is found again from the workbook, so a reload of the pane loses nothing. `onPushed` reads the proposal again. */
export function useTrades(householdId: string, onPushed: () => void): Trades {
  const tools = usePaneTools()
  const { signOut, surroundings } = tools
  const [standing, setStanding] = useState<{
    readonly baseline: Baseline
    readonly sheetName: string
  } | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [waiting, setWaiting] = useState<string | null>(null)
  const [notice, setNotice] = useState<TradesNotice | null>(null)
  const [conflict, setConflict] = useState<TradesConflict | null>(null)
  const options = useRef({ onWaiting: (failure: ExcelFailure) => setWaiting(failure.message) }).current

  const look = useCallback(async () => {
    if (surroundings.isExcel) setStanding(await standingSheet(householdId, options))
  }, [householdId, surroundings.isExcel, options])

  const run = useCallback(
    async (work: () => Promise<void>, action: ExcelAction = 'send') => {
      setBusy(true)
      setNotice(null)
      try {
        await work()
        await look()
      } catch (error) {
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') {
          return signOut(`${error.message} What you typed is still in the sheet.`)
        }
        setNotice({ kind: 'failed', sentence: sentenceOf(error, action) })
      } finally {
        setBusy(false)
        setWaiting(null)
      }
    },
    [look, signOut],
  )

  useEffect(() => {
    void run(() => Promise.resolve())
  }, [run])

  const finish = (outcome: PushOutcome) => {
    setConflict(outcome.kind === 'conflict' ? outcome.conflict : null)
    if (outcome.kind !== 'conflict') setNotice(outcome)
    if (outcome.kind === 'pushed') onPushed()
  }
  return {
    sheetName: standing?.sheetName ?? null,
    isPending: (standing?.baseline.pending ?? null) !== null,
    isBusy,
    waiting,
    notice,
    conflict,
    pull: (discardsEdits) =>
      void run(
        async () => setNotice(await pullTrades(householdId, { discardsEdits }, tools, options)),
        standing ? 'refresh' : 'pullToEdit',
      ),
    push: (onDeleted) =>
      void run(async () => {
        if (standing) finish(await pushTrades(standing.baseline.id, onDeleted, tools, options))
      }),
    settle: (side) =>
      void run(async () => {
        if (conflict) finish(await settleTrades(conflict, side, tools, options))
      }),
    dismiss: () => {
      setNotice(null)
      setConflict(null)
    },
  }
}
