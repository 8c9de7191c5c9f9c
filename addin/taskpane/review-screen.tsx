import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { BatchGrouping, SumsFragment } from '../api/generated/graphql.ts'
import { BackButton } from './back-button.tsx'
import { Choice } from './choice.tsx'
import { FailureMessage } from './failure-message.tsx'
import { counted, money } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { ReviewRows } from './review-rows.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { useReview, type Decided, type Review } from './use-review.ts'

const MOST_REFUSED_SHOWN = 5

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  top: { display: 'flex', flexDirection: 'column', gap: '8px', padding: '12px 12px 4px', flexShrink: 0 },
  back: { marginInlineStart: '-8px', alignSelf: 'flex-start' },
  choices: { display: 'grid', gridTemplateColumns: '2fr 3fr', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  boxes: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', marginInlineStart: '-8px' },
  body: { padding: '0 12px' },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  list: { margin: '4px 0 0', paddingInlineStart: '16px' },
  bottom: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '8px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
})

interface ReviewScreenProps {
  readonly batchId: string
  readonly batchName: string
  readonly onBack: () => void
  readonly onOpenHousehold: (id: string) => void
}

/** A batch's proposals in groups, with their sums; approved, rejected or sent back by selection. */
export function ReviewScreen({ batchId, batchName, onBack, onOpenHousehold }: ReviewScreenProps) {
  const styles = useStyles()
  const { viewer } = usePaneTools()
  const review = useReview(batchId)
  const { choice, choose, groups, pages, selection, isAllChosen, chooseAll, failure, decided } = review
  const group = groups?.groups.find(({ key }) => key === choice.groupKey)
  const sums = choice.groupKey === null ? groups?.sums : group?.sums
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <BackButton onBack={onBack}>{batchName}</BackButton>
        <ScreenHeading>Review</ScreenHeading>
        <div className={styles.choices}>
          <Choice
            label="Group by"
            value={choice.by}
            options={[
              ['MODEL', 'Model'],
              ['ADVISOR', 'Advisor'],
              ['CUSTODIAN', 'Custodian'],
            ]}
            onChange={(by: BatchGrouping) => choose({ by, groupKey: null })}
          />
          <Choice
            label="Group"
            value={choice.groupKey === null ? ALL : `${GROUP}${choice.groupKey}`}
            options={[
              [ALL, `All (${groups?.sums.proposals ?? '…'})`],
              ...(groups?.groups ?? []).map(
                ({ key, name, sums: own }) =>
                  [`${GROUP}${key}`, `${name === '' ? 'none' : name} (${own.proposals})`] as const,
              ),
            ]}
            onChange={(value: string) =>
              choose({ groupKey: value === ALL ? null : value.slice(GROUP.length) })
            }
          />
        </div>
        <Caption1 className={styles.quiet} role="status">
          {sums ? sumsInWords(sums) : 'Reading…'}
        </Caption1>
        <div className={styles.boxes}>
          <Checkbox
            label="Outliers only"
            checked={choice.outliersOnly}
            onChange={() => choose({ outliersOnly: !choice.outliersOnly })}
          />
          {mayWrite(viewer) && pages.rows.length > 0 && (
            <Checkbox
              label="Select all listed"
              checked={isAllChosen ? true : selection.ids.size > 0 ? 'mixed' : false}
              onChange={() => {
                selection.clear()
                chooseAll(!isAllChosen)
              }}
            />
          )}
        </div>
        {failure && <FailureMessage sentence={failure} />}
        {decided && <DecidedMessage decided={decided} />}
      </div>
      <ListBody review={review} onOpen={onOpenHousehold} />
      {mayWrite(viewer) && <DecisionBar review={review} />}
    </div>
  )
}

/** Values of the list of groups; a group's key may be empty. */
const ALL = 'all'
const GROUP = 'group '

function ListBody({ review, onOpen }: { readonly review: Review; readonly onOpen: (id: string) => void }) {
  const styles = useStyles()
  const { pages } = review
  if (pages.failure) {
    return (
      <div className={styles.body}>
        <FailureMessage sentence={pages.failure} onRetry={pages.reload} />
      </div>
    )
  }
  if (pages.status === 'loading' && pages.rows.length === 0)
    return <Spinner label="Reading proposals…" labelPosition="below" />
  if (pages.rows.length === 0) return <div className={styles.body}>No proposal fits.</div>
  return <ReviewRows review={review} onOpen={onOpen} />
}

function DecisionBar({ review }: { readonly review: Review }) {
  const styles = useStyles()
  const [note, setNote] = useState('')
  const [confirmed, setConfirmed] = useState(false)
  const { selection, isAllChosen, isDeciding, decide, decided } = review
  const isOff = isDeciding || (!isAllChosen && selection.ids.size === 0)
  return (
    <div className={styles.bottom} role="group" aria-label="Decide on what is selected">
      <Field label="Note" size="small">
        <Input
          size="small"
          value={note}
          maxLength={2000}
          disabled={isDeciding}
          onChange={(_, { value }) => setNote(value)}
        />
      </Field>
      {decided?.isOverCap && (
        <Checkbox
          label="Approve over the caps as well"
          checked={confirmed}
          onChange={(_, { checked }) => setConfirmed(checked === true)}
        />
      )}
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          size="small"
          disabledFocusable={isOff}
          onClick={() => decide('APPROVE', note, confirmed)}
        >
          {isDeciding ? 'Deciding…' : `Approve${howMany(review)}`}
        </Button>
        <Button size="small" disabledFocusable={isOff} onClick={() => decide('REJECT', note, false)}>
          Reject
        </Button>
        <Button size="small" disabledFocusable={isOff} onClick={() => decide('SEND_BACK', note, false)}>
          Send back
        </Button>
      </div>
    </div>
  )
}

function howMany({ selection, isAllChosen }: Review): string {
  if (isAllChosen) return ' all'
  return selection.ids.size > 0 ? ` ${selection.ids.size}` : ''
}

function DecidedMessage({ decided }: { readonly decided: Decided }) {
  const styles = useStyles()
  const { accepted, waiting, refused, isOverCap } = decided
  return (
    <MessageBar intent={refused.length > 0 ? 'warning' : 'success'} layout="multiline" role="status">
      <MessageBarBody className={styles.message}>
        {`${counted(accepted, 'decision')} taken`}
        {refused.length > 0 && `, ${refused.length} refused`}.
        {waiting > 0 && ` ${waiting} wait for a second person.`}
        {isOverCap && ' Some are over a cap: tick the box below and approve again if that is meant.'}
        {refused.length > 0 && (
          <ul className={styles.list}>
            {refused.slice(0, MOST_REFUSED_SHOWN).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {refused.length > MOST_REFUSED_SHOWN && <li>and {refused.length - MOST_REFUSED_SHOWN} more</li>}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}

function sumsInWords({ proposals, approved, trades, taxCost, turnoverValue }: SumsFragment): string {
  return `${counted(proposals, 'proposal')}, ${approved} approved; ${counted(trades, 'trade')}, ${money(taxCost)} tax, ${money(turnoverValue)} turnover`
}
