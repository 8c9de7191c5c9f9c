import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import type { ExcelAction } from '../excel/excel-failure.ts'
import {
  pullBlotter,
  standingBlotter,
  type BlotterPulled,
  type BlotterWork,
  type OpenBlotter,
} from './blotter-pull.ts'
import { pushBlotter, type ApprovalChoices, type BlotterPushed } from './blotter-send.ts'
import { sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import type { PullProgress } from './pull-drift.ts'

/** What the last thing the person asked for came to. */
export type BlotterNotice =
  | BlotterPulled
  | BlotterPushed
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' }

/** A batch's blotter in this workbook. */
export interface Blotter {
  /** Null where the workbook has none, or was not looked at yet. */
  readonly sheetName: string | null
  readonly isPending: boolean
  readonly isBusy: boolean
  readonly progress: PullProgress | null
  readonly notice: BlotterNotice | null
  readonly pull: (discardsEdits: boolean) => void
  readonly push: (choices: ApprovalChoices) => void
  readonly cancel: () => void
  readonly dismiss: () => void
}

/** Everything is found again from the workbook, so a reload of the pane loses nothing. `onPushed` reads the batch again. */
export function useBlotter(batchId: string, onPushed: () => void): Blotter {
  const tools = usePaneTools()
  const { signOut, surroundings } = tools
  const [standing, setStanding] = useState<OpenBlotter | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [progress, setProgress] = useState<PullProgress | null>(null)
  const [notice, setNotice] = useState<BlotterNotice | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const run = useCallback(
    async (work: (how: Omit<BlotterWork, 'tools'>) => Promise<void>, action: ExcelAction) => {
      const control = new AbortController()
      running.current = control
      setBusy(true)
      setNotice(null)
      const options = {
        onWaiting: ({ message }: Error) => setProgress({ step: 'waiting', sentence: message }),
      }
      try {
        await work({ signal: control.signal, onProgress: setProgress, options })
        if (surroundings.isExcel) setStanding(await standingBlotter(batchId, options))
      } catch (error) {
        if (control.signal.aborted) return setNotice({ kind: 'cancelled' })
        if (error instanceof ApiFailure && error.kind === 'unauthenticated')
          return signOut(`${error.message} What you typed is still in the sheet.`)
        setNotice({ kind: 'failed', sentence: sentenceOf(error, action) })
      } finally {
        setBusy(false)
        setProgress(null)
      }
    },
    [batchId, signOut, surroundings.isExcel],
  )

  useEffect(() => {
    void run(() => Promise.resolve(), 'send')
  }, [run])

  return {
    sheetName: standing?.sheetName ?? null,
    isPending: (standing?.baseline.pending ?? null) !== null,
    isBusy,
    progress,
    notice,
    pull: (discardsEdits) =>
      void run(
        async (how) => setNotice(await pullBlotter(batchId, { discardsEdits }, { ...how, tools })),
        standing ? 'refresh' : 'pullToEdit',
      ),
    push: (choices) =>
      void run(async (how) => {
        if (!standing) return
        const pushed = await pushBlotter(standing.baseline.id, choices, { ...how, tools })
        setNotice(pushed)
        if (pushed.kind === 'pushed') onPushed()
      }, 'send'),
    cancel: () => running.current?.abort(),
    dismiss: () => setNotice(null),
  }
}
