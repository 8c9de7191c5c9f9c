import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowSyncRegular, SendRegular, TableEditRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { FailureMessage } from './failure-message.tsx'
import { counted, money } from './figures.ts'
import { usePaneTools } from './pane-tools.ts'
import { refreshInWords } from './refresh-words.ts'
import { TradesConflictPanel } from './trades-conflict-panel.tsx'
import { useTrades, type Trades, type TradesNotice } from './use-trades.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '8px', width: '100%' },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  list: { margin: '4px 0 0', paddingInlineStart: '16px' },
})

interface TradesPanelProps {
  readonly householdId: string
  readonly onPushed: () => void
}

/** The household's trades as a sheet to be edited: pull, push, refresh, and what came of it. */
export function TradesPanel({ householdId, onPushed }: TradesPanelProps) {
  const styles = useStyles()
  const { surroundings, viewer } = usePaneTools()
  const trades = useTrades(householdId, onPushed)
  const mayPush = viewer.role === 'ADVISOR' || viewer.role === 'ADMINISTRATOR'
  const { sheetName, isBusy, isPending, waiting } = trades
  return (
    <section className={styles.panel} aria-label="Trades in a sheet">
      <div className={styles.buttons}>
        {sheetName !== null && mayPush && (
          <Button
            appearance="primary"
            icon={isBusy ? <Spinner size="tiny" aria-label="Working" /> : <SendRegular />}
            disabledFocusable={isBusy}
            onClick={() => trades.push(null)}
          >
            Push edits
          </Button>
        )}
        <Button
          icon={sheetName === null ? <TableEditRegular /> : <ArrowSyncRegular />}
          disabledFocusable={isBusy || !surroundings.isExcel}
          onClick={() => trades.pull(false)}
        >
          {sheetName === null ? 'Edit trades in a sheet' : 'Refresh the sheet'}
        </Button>
      </div>
      {sheetName !== null && (
        <Caption1 className={styles.quiet}>
          Sheet “{sheetName}”
          {isPending && ': a push is still without its answer. Push again to ask for it; nothing is doubled.'}
        </Caption1>
      )}
      {waiting && <Caption1 role="status">{waiting}</Caption1>}
      {trades.conflict && <TradesConflictPanel conflict={trades.conflict} trades={trades} />}
      {trades.notice && <Notice notice={trades.notice} trades={trades} />}
    </section>
  )
}

function Notice({ notice, trades }: { readonly notice: TradesNotice; readonly trades: Trades }) {
  const styles = useStyles()
  const { push, pull, dismiss } = trades
  switch (notice.kind) {
    case 'failed':
    case 'refused':
      return <FailureMessage sentence={notice.sentence} />
    case 'unanswered':
      return <FailureMessage sentence={notice.sentence} onRetry={() => push(null)} />
    case 'pulled':
      return (
        <Said intent="success">{`${counted(notice.tradeCount, 'trade')} now in sheet “${notice.sheetName}”`}</Said>
      )
    case 'refreshed':
      return <Said intent="success">{`Sheet “${notice.sheetName}”: ${refreshInWords(notice)}`}</Said>
    case 'noProposal':
      return <Said intent="info">No proposal was made yet. Propose trades first.</Said>
    case 'nothing':
      return <Said intent="info">Nothing was changed in the sheet since it was pulled.</Said>
    case 'unsaved':
      return (
        <Question
          sentence={`Sheet “${notice.sheetName}” has edits that were not pushed. A refresh would write over them.`}
        >
          <Button size="small" onClick={() => push(null)}>
            Push them
          </Button>
          <Button size="small" onClick={() => pull(true)}>
            Give them up and refresh
          </Button>
          <Button size="small" onClick={dismiss}>
            Leave it
          </Button>
        </Question>
      )
    case 'rowsDeleted':
      return (
        <Question
          sentence={`Rows of these trades were deleted: ${notice.deleted.map(({ inWords }) => inWords).join('; ')}.`}
        >
          <Button size="small" onClick={() => push('strike')}>
            Strike these trades
          </Button>
          <Button size="small" onClick={() => push('keep')}>
            Keep them
          </Button>
        </Question>
      )
    case 'pushed':
      return (
        <MessageBar
          intent={notice.refused.length > 0 ? 'warning' : 'success'}
          layout="multiline"
          role="status"
        >
          <MessageBarBody className={styles.message}>
            {pushedInWords(notice.accepted, notice.refused.length)} Estimated tax{' '}
            {money(notice.totals.taxCost)}, turnover {money(notice.totals.turnover)}.
            {notice.refused.length > 0 && (
              <ul className={styles.list}>
                {notice.refused.map(({ rowKey, row, sentence }) => (
                  <li key={`${rowKey} ${row} ${sentence}`}>{sentence}</li>
                ))}
              </ul>
            )}
          </MessageBarBody>
        </MessageBar>
      )
  }
}

function pushedInWords(accepted: number, refused: number): string {
  if (accepted + refused === 0) return 'Nothing was left to push; the sheet is up to date.'
  if (accepted === 0) return `${counted(refused, 'edit')} refused; each row says why.`
  if (refused === 0) return `${counted(accepted, 'edit')} accepted.`
  return `${counted(accepted, 'edit')} accepted, ${refused} refused; each row says why.`
}

function Said({ intent, children }: { readonly intent: 'success' | 'info'; readonly children: string }) {
  const styles = useStyles()
  return (
    <MessageBar intent={intent} layout="multiline" role="status">
      <MessageBarBody className={styles.message}>{children}</MessageBarBody>
    </MessageBar>
  )
}

function Question({ sentence, children }: { readonly sentence: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody className={styles.message}>{sentence}</MessageBarBody>
      <MessageBarActions className={styles.buttons}>{children}</MessageBarActions>
    </MessageBar>
  )
}
