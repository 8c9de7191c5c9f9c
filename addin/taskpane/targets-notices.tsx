import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Spinner,
  Text,
  makeStyles,
} from '@fluentui/react-components'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { leftAloneInWords } from './pull-status.tsx'
import type { SheetProblem } from './targets-check.ts'
import type { Targets } from './use-targets.ts'

const useStyles = makeStyles({
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  problems: { margin: 0, paddingInlineStart: '20px', overflowWrap: 'anywhere' },
})

/** What the last step came to, what waits for an answer, and what is wrong in which row. */
export function TargetsNotices({ targets }: { readonly targets: Targets }) {
  const styles = useStyles()
  const { viewer } = usePaneTools()
  const { notice, reading, isBusy, waiting } = targets
  const problems =
    notice?.kind === 'rowsRefused'
      ? notice.problems
      : notice?.kind === 'checked' && reading?.kind === 'read'
        ? reading.state.problems
        : []
  return (
    <>
      {isBusy && <Spinner size="tiny" label={waiting ?? 'Working…'} />}
      {!isBusy && notice?.kind === 'unsaved' && <Unsaved sentence={notice.sentence} targets={targets} />}
      {!isBusy && notice && notice.kind !== 'unsaved' && <Notice notice={notice} />}
      {problems.length > 0 && <Problems problems={problems} />}
      {!isBusy && reading?.kind === 'read' && reading.state.baseline.pending && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.message}>
            A publication of {minuteOf(reading.state.baseline.pending.sentAt)} was sent and not answered yet.
          </MessageBarBody>
          {mayWrite(viewer) && (
            <MessageBarActions>
              <Button size="small" onClick={targets.finish}>
                Finish publishing
              </Button>
            </MessageBarActions>
          )}
        </MessageBar>
      )}
    </>
  )
}

function minuteOf(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

/** Edits stand in the way of pulling anew: what becomes of them is the person's to say. */
function Unsaved({ sentence, targets }: { readonly sentence: string; readonly targets: Targets }) {
  const styles = useStyles()
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody className={styles.message}>{sentence}</MessageBarBody>
      <MessageBarActions className={styles.actions}>
        <Button size="small" onClick={() => targets.pull('addSheet')}>
          Into another sheet
        </Button>
        <Button size="small" onClick={() => targets.pull('replace', true)}>
          Give up the edits
        </Button>
        <Button size="small" onClick={targets.dismiss}>
          Cancel
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

type Told = Exclude<NonNullable<Targets['notice']>, { readonly kind: 'unsaved' }>

function Notice({ notice }: { readonly notice: Told }) {
  switch (notice.kind) {
    case 'pulled': {
      const ready = `Sheet “${notice.sheetName}” is ready to be edited.`
      return <Good>{notice.leftAlone ? `${ready} ${leftAloneInWords(notice.leftAlone)}` : ready}</Good>
    }
    case 'conflictSheet':
      return <Good>{`Sheet “${notice.sheetName}” shows what was pulled, theirs and mine side by side.`}</Good>
    case 'published':
      return <Good>{`Published as version ${notice.version}, in force from ${notice.effectiveFrom}.`}</Good>
    case 'checked':
      return notice.problemCount === 0 ? (
        <Good>Every row is as it should be.</Good>
      ) : (
        <FailureMessage sentence={`${problemsInWords(notice.problemCount)} when last checked.`} />
      )
    case 'rowsRefused': {
      return <FailureMessage sentence={`Not published: ${problemsInWords(notice.problems.length)}.`} />
    }
    case 'refused':
    case 'unanswered':
    case 'failed':
      return <FailureMessage sentence={notice.sentence} />
  }
}

function Good({ children }: { readonly children: string }) {
  const styles = useStyles()
  return (
    <MessageBar intent="success" layout="multiline" role="status">
      <MessageBarBody className={styles.message}>{children}</MessageBarBody>
    </MessageBar>
  )
}

function Problems({ problems }: { readonly problems: readonly SheetProblem[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.problems} aria-label="Problems">
      {problems.map(({ row, sentence }, index) => (
        <li key={index}>
          <Text>{row === null ? sentence : `Row ${row}: ${sentence}`}</Text>
        </li>
      ))}
    </ul>
  )
}

const problemsInWords = (count: number) =>
  count === 1 ? '1 problem, explained in its row' : `${counted(count, 'problem')}, each explained in its row`
