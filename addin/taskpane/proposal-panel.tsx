import { Button, Spinner, Text, makeStyles } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  CompareFitsDocument,
  HouseholdDetailDocument,
  RebalanceHouseholdDocument,
  type HouseholdDetailQuery,
  type PlanInput,
  type PlanPreference,
  type ProposalDetailFragment,
} from '../api/generated/graphql.ts'
import { FailureMessage, sentenceOf } from './failure-message.tsx'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { planOf, type PlanChoices } from './plan-choices.ts'
import { firstChoices, PlanForm } from './plan-form.tsx'
import { PreferenceField, type Comparison } from './preference-field.tsx'
import { ProposalProof } from './proposal-proof.tsx'
import { ProposalTrades } from './proposal-trades.tsx'
import { TradesPanel } from './trades-panel.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
  result: {
    alignSelf: 'stretch',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    alignItems: 'flex-start',
    outline: 'none',
  },
})

interface ProposalPanelProps {
  readonly household: NonNullable<HouseholdDetailQuery['household']>
  readonly latest: ProposalDetailFragment | null
}

/** Asks for trades and shows the newest proposal. Nothing is traded by it. */
export function ProposalPanel({ household, latest }: ProposalPanelProps) {
  const householdId = household.id
  const styles = useStyles()
  const { ask, newId, signOut, viewer } = usePaneTools()
  const [choices, setChoices] = useState(() => firstChoices(household))
  const [preference, setPreference] = useState<PlanPreference>('BEST_FIT')
  const [comparison, setComparison] = useState<Comparison | null>(null)
  const [amountFault, setAmountFault] = useState<string | null>(null)
  const [proposal, setProposal] = useState(latest)
  const [running, setRunning] = useState<'proposing' | 'comparing' | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  // Kept until an answer arrives, so that asking again after a cut connection makes no second proposal.
  const unanswered = useRef<{ readonly asked: string; readonly id: string } | null>(null)
  const mayPropose = mayWrite(viewer)
  // What was asked for appears below the button, often out of sight.
  const result = useRef<HTMLDivElement>(null)
  const [asked, setAsked] = useState<string | null>(null)
  useEffect(() => {
    if (asked === null) return
    result.current?.scrollIntoView({ block: 'start' })
    result.current?.focus({ preventScroll: true })
  }, [asked])

  /** Asks the server for something about what is chosen; what is wrong with it is told instead. */
  const run = async (what: 'proposing' | 'comparing', work: (plan: PlanInput) => Promise<void>) => {
    const asking = planOf(householdId, choices)
    setAmountFault(asking.kind === 'amountFault' ? asking.sentence : null)
    setFailure(null)
    if (asking.kind === 'amountFault') return
    setRunning(what)
    try {
      await work(asking.plan)
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      else setFailure(sentenceOf(error))
    } finally {
      setRunning(null)
    }
  }

  const propose = async (plan: PlanInput) => {
    const wanted = { ...plan, preference }
    const asked = JSON.stringify(wanted)
    const request = unanswered.current?.asked === asked ? unanswered.current : { asked, id: newId() }
    unanswered.current = request
    const input = { clientMutationId: request.id, ...wanted }
    const { rebalanceHousehold: answer } = await ask(RebalanceHouseholdDocument, { input })
    unanswered.current = null
    if (answer.__typename === 'RebalanceHouseholdPayload') {
      setProposal(answer.proposal)
      setAsked(answer.proposal.id)
    } else setFailure(answer.message)
  }

  const compare = async (plan: PlanInput) => {
    const { compareFits: answer } = await ask(CompareFitsDocument, { input: plan })
    if (answer.__typename === 'FitComparison') setComparison(answer)
    else setFailure(answer.message)
  }

  const choose = (chosen: PlanChoices) => {
    setChoices(chosen)
    setComparison(null)
    setAmountFault(null)
  }

  /** What a push changed is shown here too; where it cannot be read the list stays as it was. */
  const readAgain = async () => {
    try {
      const answer = await ask(HouseholdDetailDocument, { id: householdId })
      setProposal(answer.proposals.edges[0]?.node ?? null)
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
    }
  }

  return (
    <div className={styles.form}>
      {!mayPropose && <Text>Your role may read proposals, not make or change them.</Text>}
      {mayPropose && (
        <>
          <PlanForm
            household={household}
            choices={choices}
            onChange={choose}
            isDisabled={running !== null}
            amountFault={amountFault}
          />
          <PreferenceField
            preference={preference}
            onChange={setPreference}
            comparison={comparison}
            isDisabled={running !== null}
            isComparing={running === 'comparing'}
            onCompare={() => void run('comparing', compare)}
          />
          <Button
            appearance="primary"
            disabledFocusable={running !== null}
            icon={running === 'proposing' ? <Spinner size="tiny" aria-label="Proposing" /> : undefined}
            onClick={() => void run('proposing', propose)}
          >
            {running === 'proposing' ? 'Proposing…' : 'Propose trades'}
          </Button>
        </>
      )}
      {failure && <FailureMessage sentence={failure} />}
      {proposal ? (
        <div ref={result} className={styles.result} tabIndex={-1} role="group" aria-label="Newest proposal">
          <TradesPanel key={proposal.id} householdId={householdId} onPushed={() => void readAgain()} />
          <ProposalProof proposal={proposal} />
          <ProposalTrades proposal={proposal} />
        </div>
      ) : (
        <Text>No proposal was made yet.</Text>
      )}
    </div>
  )
}
