import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { listPulledTables, type PulledTable } from '../excel/pulled-tables.ts'
import { freezeLine } from '../sheets/freeze-line.ts'
import { sentenceOf } from './failure-message.tsx'
import { freezePulled, type TableFreeze } from './freeze-pulled.ts'
import { usePaneTools } from './pane-tools.ts'
import type { PullProgress } from './pull-drift.ts'
import { refreshPulled, type TableRefresh } from './refresh-pulled.ts'
import { useRibbonWish } from './ribbon-wish.ts'

/** What became of one table at the person's last wish. */
export type TableNotice = TableRefresh | TableFreeze | { readonly kind: 'failed'; readonly sentence: string }

export interface Refreshing {
  /** Null until the workbook was looked through. */
  readonly tables: readonly PulledTable[] | null
  /** Said where there was nothing to refresh. */
  readonly remark: string | null
  readonly failure: string | null
  readonly isBusy: boolean
  /** Which table is worked on, and how far. */
  readonly running: { readonly tableName: string; readonly progress: PullProgress | null } | null
  /** By table name. */
  readonly notices: ReadonlyMap<string, TableNotice>
  readonly look: () => void
  readonly refresh: (table: PulledTable, discardsEdits?: boolean) => void
  /** Looks again first: what was pulled, and which sheet is in front, changes while the screen is open. */
  readonly refreshAll: (where: 'workbook' | 'sheetInFront') => void
  readonly freeze: (table: PulledTable, givesUpEdits?: boolean) => void
  readonly cancel: () => void
}

/** The pulled tables of this workbook. Nothing is read from the server until the person asks for it. */
export function useRefresh(): Refreshing {
  const tools = usePaneTools()
  const { signOut, surroundings, ribbon, now, viewer } = tools
  const [tables, setTables] = useState<readonly PulledTable[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [running, setRunning] = useState<Refreshing['running']>(null)
  const [isBusy, setBusy] = useState(false)
  const [remark, setRemark] = useState<string | null>(null)
  const [notices, setNotices] = useState<ReadonlyMap<string, TableNotice>>(new Map())
  const control = useRef<AbortController | null>(null)
  useEffect(() => () => control.current?.abort(), [])

  const look = useCallback(async () => {
    try {
      setFailure(null)
      setRemark(null)
      const found = surroundings.isExcel ? await listPulledTables() : []
      setTables(found)
      return found
    } catch (error) {
      setFailure(sentenceOf(error))
      return null
    }
  }, [surroundings.isExcel])
  useEffect(() => void look(), [look])

  const work = async (
    chosen: readonly PulledTable[],
    action: 'refresh' | 'freeze',
    act: (table: PulledTable, signal: AbortSignal) => Promise<TableNotice>,
  ) => {
    const { signal } = (control.current = new AbortController())
    setBusy(true)
    setNotices(new Map())
    const done: string[] = []
    for (const table of chosen) {
      if (signal.aborted) break
      setRunning({ tableName: table.tableName, progress: null })
      const signOutHere = (sentence: string) => signOut(`${sentence} ${leftAsItWas(done)}`)
      const notice = await attempt(() => act(table, signal), { signal, action, signOut: signOutHere })
      if (notice?.kind === 'refreshed') done.push(table.sheetName)
      if (notice) setNotices((current) => new Map(current).set(table.tableName, notice))
    }
    setRunning(null)
    setBusy(false)
  }
  const refresh = (chosen: readonly PulledTable[], discardsEdits: boolean) =>
    work(chosen, 'refresh', (table, signal) => {
      const onProgress = (progress: PullProgress) => setRunning({ tableName: table.tableName, progress })
      return refreshPulled(table, { tools, signal, onProgress, discardsEdits })
    })
  const refreshAll = async (where: 'workbook' | 'sheetInFront') => {
    setBusy(true)
    setNotices(new Map())
    const found = await look()
    const chosen = found?.filter(({ isInFront }) => isInFront || where === 'workbook') ?? []
    if (found && found.length > 0 && chosen.length === 0) setRemark(NOTHING_IN_FRONT)
    await refresh(chosen, false)
  }

  const wish = useRibbonWish(ribbon)
  useEffect(() => {
    if (wish === null || isBusy) return
    ribbon.take()
    void refreshAll(wish === 'refreshWorkbook' ? 'workbook' : 'sheetInFront')
  }, [wish, isBusy])

  return {
    tables,
    failure,
    remark,
    isBusy,
    running,
    notices,
    look: () => void look(),
    refresh: (table, discardsEdits = false) => void refresh([table], discardsEdits),
    refreshAll: (where) => void refreshAll(where),
    freeze: (table, givesUpEdits = false) =>
      void work([table], 'freeze', () =>
        freezePulled(table, freezeLine(now(), viewer.userName), { givesUpEdits }),
      ),
    cancel: () => control.current?.abort(),
  }
}

const NOTHING_IN_FRONT = 'The sheet in front holds no table that was pulled. Choose its sheet, then refresh.'

/** One table's failure does not keep the others from being refreshed; without a valid token none can be. */
async function attempt(
  act: () => Promise<TableNotice>,
  {
    signal,
    action,
    signOut,
  }: {
    readonly signal: AbortSignal
    readonly action: 'refresh' | 'freeze'
    readonly signOut: (because: string) => void
  },
): Promise<TableNotice | null> {
  try {
    return await act()
  } catch (error) {
    if (signal.aborted) return null
    if (error instanceof ApiFailure && error.kind === 'unauthenticated') {
      signOut(error.message)
      return null
    }
    return { kind: 'failed', sentence: sentenceOf(error, action) }
  }
}

/** What a token that ends on the way leaves behind. */
function leftAsItWas(refreshed: readonly string[]): string {
  return refreshed.length === 0
    ? 'The workbook is as it was.'
    : `Refreshed before: ${refreshed.map((name) => `“${name}”`).join(', ')}. The rest is as it was.`
}
