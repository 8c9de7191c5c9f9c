import { Button, Caption1, Spinner, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import type { HouseholdDetailQuery } from '../api/generated/graphql.ts'
import { wholeBandWord } from '../sheets/band-words.ts'
import { holdingsSheet } from '../sheets/holdings-sheet.ts'
import { BackButton } from './back-button.tsx'
import { AccountLines } from './account-lines.tsx'
import { BandBadge } from './band-badge.tsx'
import { ClassBars } from './class-bars.tsx'
import { FailureMessage } from './failure-message.tsx'
import { counted, distance, money } from './figures.ts'
import { usePaneTools } from './pane-tools.ts'
import { ProposalPanel } from './proposal-panel.tsx'
import { stampOf, writePulled } from './pull-drift.ts'
import { PullStatus } from './pull-status.tsx'
import { writtenQuestion } from './refresh-question.ts'
import { ScreenHeading } from './screen-heading.tsx'
import { useHousehold } from './use-household.ts'
import { usePull } from './use-pull.ts'

const useStyles = makeStyles({
  screen: { padding: '12px', overflowY: 'auto', flexGrow: 1, minHeight: 0, boxSizing: 'border-box' },
  quiet: { color: tokens.colorNeutralForeground3 },
  whole: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '8px 12px', margin: '8px 0' },
  section: { display: 'flex', flexDirection: 'column', gap: '8px', marginTop: '16px' },
  heading: { margin: 0 },
  number: { fontVariantNumeric: 'tabular-nums' },
})

interface HouseholdDetailProps {
  readonly id: string
  /** Where the person came from. */
  readonly backTo: string
  readonly onBack: () => void
}

/** One household: its classes against their bands, its accounts, its last proposal. */
export function HouseholdDetail({ id, backTo, onBack }: HouseholdDetailProps) {
  const styles = useStyles()
  const { state, reload } = useHousehold(id)
  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>{backTo}</BackButton>
      {state.kind === 'loading' && <Spinner label="Reading the household…" labelPosition="below" />}
      {state.kind === 'failed' && (
        <>
          <ScreenHeading>Household</ScreenHeading>
          <FailureMessage sentence={state.sentence} onRetry={reload} />
        </>
      )}
      {state.kind === 'ready' && <Found key={id} answer={state.answer} />}
    </div>
  )
}

type Household = NonNullable<HouseholdDetailQuery['household']>

function Found({ answer }: { readonly answer: HouseholdDetailQuery }) {
  const styles = useStyles()
  const { household, proposals } = answer
  if (!household) {
    return (
      <>
        <ScreenHeading>Household</ScreenHeading>
        <FailureMessage sentence="This household is not there any more." />
      </>
    )
  }
  const level = household.rebalanceLevel === 'HOUSEHOLD' ? 'managed as one' : 'account by account'
  return (
    <>
      <ScreenHeading>{household.name}</ScreenHeading>
      <Caption1 className={styles.quiet}>
        {household.reference} · {household.model?.name ?? 'no model'} · {level}
      </Caption1>
      <Whole household={household} />
      <section className={styles.section}>
        <Subtitle2 as="h2" className={styles.heading}>
          Classes
        </Subtitle2>
        {household.drift ? (
          <ClassBars classes={household.drift.classes} />
        ) : (
          <Text>
            Nothing is measured: the household has no model, or no positions and prices were loaded.
          </Text>
        )}
        {household.drift && <HoldingsPull household={household} />}
      </section>
      <section className={styles.section}>
        <Subtitle2 as="h2" className={styles.heading}>
          {counted(household.accounts.length, 'account')}
        </Subtitle2>
        <AccountLines accounts={household.accounts} />
      </section>
      <section className={styles.section}>
        <Subtitle2 as="h2" className={styles.heading}>
          Proposal
        </Subtitle2>
        <ProposalPanel household={household} latest={proposals.edges[0]?.node ?? null} />
      </section>
    </>
  )
}

function Whole({ household: { drift } }: { readonly household: Household }) {
  const styles = useStyles()
  return (
    <div className={styles.whole}>
      <BandBadge word={wholeBandWord(drift)} />
      {drift && (
        <>
          <Text className={styles.number} weight="semibold">
            {money(drift.base)}
          </Text>
          <Text className={styles.number}>largest drift {distance(drift.largestDrift)} pts</Text>
          <Caption1 className={`${styles.quiet} ${styles.number}`}>
            cash {money(drift.cash)}, of it reserved {money(drift.reserve)}
          </Caption1>
        </>
      )}
      {drift && drift.unpriced.length > 0 && (
        <Caption1>
          Without a price: {drift.unpriced.map(({ security }) => security.symbol).join(', ')}. They count for
          nothing.
        </Caption1>
      )}
    </div>
  )
}

function HoldingsPull({ household }: { readonly household: Household }) {
  const tools = usePaneTools()
  const { state, start, cancel } = usePull()
  const pull = () => {
    const asOf = household.drift?.asOf ?? tools.firm.asOf
    const stamp = stampOf(tools, { asOf, scope: household.name, householdCount: 1 })
    const where = {
      placement: 'replace',
      question: writtenQuestion({ kind: 'holdings', householdId: household.id }),
    } as const
    start((_signal, onProgress) => writePulled(holdingsSheet(household, stamp), asOf, where, onProgress))
  }
  return (
    <>
      <Button
        icon={<ArrowDownloadRegular />}
        disabledFocusable={state.kind === 'running' || !tools.surroundings.isExcel}
        onClick={pull}
      >
        Pull classes and securities
      </Button>
      <PullStatus state={state} onCancel={cancel} />
    </>
  )
}
