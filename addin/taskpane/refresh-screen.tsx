import {
  Button,
  Caption1,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  Tooltip,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular, ArrowSyncRegular, WeatherSnowflakeRegular } from '@fluentui/react-icons'
import type { PulledTable } from '../excel/pulled-tables.ts'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { usePaneTools } from './pane-tools.ts'
import { progressInWords } from './pull-status.tsx'
import { refreshInWords } from './refresh-words.ts'
import { ScreenHeading } from './screen-heading.tsx'
import { useRefresh, type Refreshing, type TableNotice } from './use-refresh.ts'

const useStyles = makeStyles({
  screen: { flexGrow: 1, overflowY: 'auto', padding: '12px', minHeight: 0, boxSizing: 'border-box' },
  headline: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap', margin: '8px 0' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    paddingBottom: '12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
})

/** Every table that was pulled into this workbook: to be refreshed alone, by sheet or all together, or frozen. */
export function RefreshScreen() {
  const styles = useStyles()
  const { surroundings } = usePaneTools()
  const refreshing = useRefresh()
  const { tables, failure, remark, isBusy, refreshAll, look, cancel } = refreshing
  return (
    <div className={styles.screen}>
      <div className={styles.headline}>
        <ScreenHeading>This workbook</ScreenHeading>
        <Tooltip content="Look again" relationship="label">
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={look} />
        </Tooltip>
      </div>
      {failure && <FailureMessage sentence={failure} onRetry={look} />}
      {!tables && !failure && <Spinner label="Looking through the workbook…" labelPosition="below" />}
      {tables?.length === 0 && (
        <Text>
          {surroundings.isExcel
            ? 'Nothing in this workbook was pulled yet. Choose households or a model, then pull.'
            : 'This page is not open inside Excel, so there is no workbook.'}
        </Text>
      )}
      {tables && tables.length > 0 && (
        <>
          <div className={styles.buttons}>
            <Button
              appearance="primary"
              icon={<ArrowSyncRegular />}
              disabledFocusable={isBusy}
              onClick={() => refreshAll('workbook')}
            >
              Refresh the workbook
            </Button>
            <Button disabledFocusable={isBusy} onClick={() => refreshAll('sheetInFront')}>
              Refresh this sheet
            </Button>
            {isBusy && <Button onClick={cancel}>Cancel</Button>}
          </div>
          {remark && (
            <MessageBar intent="info" layout="multiline" role="status">
              <MessageBarBody className={styles.message}>{remark}</MessageBarBody>
            </MessageBar>
          )}
          <ul className={styles.list} aria-label="Pulled tables">
            {tables.map((table) => (
              <li key={table.tableName} className={styles.item}>
                <TableLine table={table} refreshing={refreshing} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function TableLine({ table, refreshing }: { readonly table: PulledTable; readonly refreshing: Refreshing }) {
  const styles = useStyles()
  const { isBusy, running, notices, refresh, freeze } = refreshing
  const { tableName, sheetName } = table
  const notice = notices.get(tableName)
  const isFrozen = notice?.kind === 'frozen'
  return (
    <>
      <Text weight="semibold">{sheetName}</Text>
      <Caption1 className={styles.quiet}>{tableName}</Caption1>
      {!isFrozen && (
        <div className={styles.buttons}>
          <Button
            size="small"
            icon={<ArrowSyncRegular />}
            aria-label={`Refresh ${sheetName}`}
            disabledFocusable={isBusy}
            onClick={() => refresh(table)}
          >
            Refresh
          </Button>
          <Button
            size="small"
            icon={<WeatherSnowflakeRegular />}
            aria-label={`Freeze ${sheetName}`}
            disabledFocusable={isBusy}
            onClick={() => freeze(table)}
          >
            Freeze
          </Button>
        </div>
      )}
      {running?.tableName === tableName && (
        <Caption1 role="status">{progressInWords(running.progress)}</Caption1>
      )}
      {notice && (
        <Notice notice={notice} onDiscard={() => refresh(table, true)} onFreeze={() => freeze(table, true)} />
      )}
    </>
  )
}

interface NoticeProps {
  readonly notice: TableNotice
  readonly onDiscard: () => void
  readonly onFreeze: () => void
}

function Notice({ notice, onDiscard, onFreeze }: NoticeProps) {
  const styles = useStyles()
  switch (notice.kind) {
    case 'failed':
    case 'refused':
      return <FailureMessage sentence={notice.sentence} />
    case 'unsaved':
    case 'unsavedAtFreeze':
      return (
        <MessageBar intent="warning" layout="multiline" role="alert">
          <MessageBarBody className={styles.message}>{notice.sentence}</MessageBarBody>
          <MessageBarActions>
            <Button size="small" onClick={notice.kind === 'unsaved' ? onDiscard : onFreeze}>
              {notice.kind === 'unsaved' ? 'Give them up and refresh' : 'Freeze all the same'}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )
    case 'refreshed':
      return (
        <Caption1 role="status">
          {refreshInWords(notice).replace(/^./, (first) => first.toUpperCase())}.
        </Caption1>
      )
    case 'frozen':
      return (
        <Caption1 role="status">
          Frozen to plain values{notice.formulas > 0 && `, ${counted(notice.formulas, 'formula')} among them`}
          .
        </Caption1>
      )
  }
}
