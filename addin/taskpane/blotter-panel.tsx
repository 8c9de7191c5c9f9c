import {
  Button,
  Caption1,
  Checkbox,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  ProgressBar,
  Textarea,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowSyncRegular, SendRegular, TableEditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { progressInWords } from './pull-status.tsx'
import { refreshInWords } from './refresh-words.ts'
import { useDraft } from './use-draft.ts'
import { useBlotter, type Blotter, type BlotterNotice } from './use-blotter.ts'

/** Each row of the sheet says why as well. */
const MOST_REFUSED_SHOWN = 5

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '8px', width: '100%' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  list: { margin: '4px 0 0', paddingInlineStart: '16px' },
})

interface BlotterPanelProps {
  readonly batchId: string
  readonly onPushed: () => void
}

/** A batch's trades as one sheet to be edited and approved in: pull, push, refresh, and what came of it. */
export function BlotterPanel({ batchId, onPushed }: BlotterPanelProps) {
  const styles = useStyles()
  const { surroundings, viewer } = usePaneTools()
  const blotter = useBlotter(batchId, onPushed)
  const [note, setNote] = useDraft(`approval note ${batchId}`)
  const [confirmOverCap, setConfirmed] = useState(false)
  const { sheetName, isBusy, isPending, progress } = blotter
  const mayPush = sheetName !== null && mayWrite(viewer)
  return (
    <section className={styles.panel} aria-label="Blotter">
      <h2 className={styles.heading}>Blotter</h2>
      {mayPush && (
        <>
          <Field label="Note for approvals">
            <Textarea
              value={note}
              maxLength={2000}
              disabled={isBusy}
              resize="vertical"
              onChange={(_, { value }) => setNote(value)}
            />
          </Field>
          <Checkbox
            label="Approve over the caps of tax and turnover as well"
            checked={confirmOverCap}
            disabled={isBusy}
            onChange={(_, { checked }) => setConfirmed(checked === true)}
          />
        </>
      )}
      <div className={styles.buttons}>
        {mayPush && (
          <Button
            appearance="primary"
            icon={<SendRegular />}
            disabledFocusable={isBusy}
            onClick={() => blotter.push({ approvalNote: note.trim(), confirmOverCap })}
          >
            Push edits
          </Button>
        )}
        <Button
          icon={sheetName === null ? <TableEditRegular /> : <ArrowSyncRegular />}
          disabledFocusable={isBusy || !surroundings.isExcel}
          onClick={() => blotter.pull(false)}
        >
          {sheetName === null ? 'Pull the blotter' : 'Refresh the sheet'}
        </Button>
      </div>
      {sheetName !== null && (
        <Caption1 className={styles.quiet}>
          Sheet “{sheetName}”
          {isPending && ': a push is still without its answer. Push again to ask for it; nothing is doubled.'}
        </Caption1>
      )}
      {isBusy && progress && <Progress blotter={blotter} />}
      {blotter.notice && <Notice notice={blotter.notice} blotter={blotter} />}
    </section>
  )
}

function Progress({ blotter }: { readonly blotter: Blotter }) {
  const styles = useStyles()
  const { progress, cancel } = blotter
  const share =
    progress && progress.step !== 'waiting' && progress.of > 0
      ? { value: progress.done, max: progress.of }
      : {}
  return (
    <>
      <Field validationMessage={progressInWords(progress)} validationState="none">
        <ProgressBar aria-label="Blotter" {...share} />
      </Field>
      {progress?.step === 'reading' && (
        <span className={styles.buttons}>
          <Button size="small" onClick={cancel}>
            Cancel
          </Button>
        </span>
      )}
    </>
  )
}

function Notice({ notice, blotter }: { readonly notice: BlotterNotice; readonly blotter: Blotter }) {
  const styles = useStyles()
  switch (notice.kind) {
    case 'failed':
    case 'refused':
    case 'unanswered':
      return <FailureMessage sentence={notice.sentence} />
    case 'cancelled':
      return <Said intent="info">Cancelled. Nothing was written.</Said>
    case 'pulled':
      return (
        <Said intent="success">{`${counted(notice.tradeCount, 'trade')} now in sheet “${notice.sheetName}”`}</Said>
      )
    case 'refreshed':
      return (
        <Said intent="success">{`Sheet “${notice.sheetName}”: ${refreshInWords({ ...notice, isMarked: null })}`}</Said>
      )
    case 'noTrades':
      return <Said intent="info">There are no trades to be decided on.</Said>
    case 'nothing':
      return <Said intent="info">Nothing was changed in the sheet since it was pulled.</Said>
    case 'unsaved':
      return (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody className={styles.message}>
            Sheet “{notice.sheetName}” has edits that were not pushed. A refresh would write over them.
          </MessageBarBody>
          <MessageBarActions className={styles.buttons}>
            <Button size="small" onClick={() => blotter.pull(true)}>
              Give them up and refresh
            </Button>
            <Button size="small" onClick={blotter.dismiss}>
              Leave it
            </Button>
          </MessageBarActions>
        </MessageBar>
      )
    case 'pushed':
      return <Pushed pushed={notice} />
  }
}

function Pushed({ pushed }: { readonly pushed: Extract<BlotterNotice, { kind: 'pushed' }> }) {
  const styles = useStyles()
  const { accepted, refused, waiting, isOverCap } = pushed
  const sentences = [...new Set(refused.map(({ sentence }) => sentence))]
  return (
    <MessageBar intent={refused.length > 0 ? 'warning' : 'success'} layout="multiline" role="status">
      <MessageBarBody className={styles.message}>
        {`${counted(accepted, 'row')} accepted`}
        {refused.length > 0 && `, ${refused.length} refused; each row says why`}.
        {waiting > 0 && ` ${counted(waiting, 'row')} of them wait for a second person.`}
        {isOverCap && ' Some are over a cap: tick the box above and push again if that is meant.'}
        {sentences.length > 0 && (
          <ul className={styles.list}>
            {sentences.slice(0, MOST_REFUSED_SHOWN).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function Said({ intent, children }: { readonly intent: 'success' | 'info'; readonly children: string }) {
  const styles = useStyles()
  return (
    <MessageBar intent={intent} layout="multiline" role="status">
      <MessageBarBody className={styles.message}>{children}</MessageBarBody>
    </MessageBar>
  )
}
