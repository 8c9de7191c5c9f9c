import { Button, Field, Radio, RadioGroup, Spinner, Text, makeStyles } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import {
  HouseholdDetailDocument,
  RebalanceHouseholdDocument,
  type ProposalDetailFragment,
  type RebalanceScope,
} from '../api/generated/graphql.ts'
import { FailureMessage, sentenceOf } from './failure-message.tsx'
import { mayWrite, usePaneTools } from './pane-tools.ts'
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
  readonly householdId: string
  readonly latest: ProposalDetailFragment | null
}

/** Asks for trades and shows the newest proposal. Nothing is traded by it. */
export function ProposalPanel({ householdId, latest }: ProposalPanelProps) {
  const styles = useStyles()
  const { ask, newId, signOut, viewer } = usePaneTools()
  const [scope, setScope] = useState<RebalanceScope>('TARGET')
  const [proposal, setProposal] = useState(latest)
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  // Kept until an answer arrives, so that asking again after a cut connection makes no second proposal.
  const unanswered = useRef<{ readonly scope: RebalanceScope; readonly id: string } | null>(null)
  const mayPropose = mayWrite(viewer)
  // What was asked for appears below the button, often out of sight.
  const result = useRef<HTMLDivElement>(null)
  const [asked, setAsked] = useState<string | null>(null)
  useEffect(() => {
    if (asked === null) return
    result.current?.scrollIntoView({ block: 'start' })
    result.current?.focus({ preventScroll: true })
  }, [asked])

  const propose = async () => {
    setRunning(true)
    setFailure(null)
    try {
      const request = unanswered.current?.scope === scope ? unanswered.current : { scope, id: newId() }
      unanswered.current = request
      const input = { clientMutationId: request.id, householdId, scope }
      const { rebalanceHousehold: answer } = await ask(RebalanceHouseholdDocument, { input })
      unanswered.current = null
      if (answer.__typename === 'RebalanceHouseholdPayload') {
        setProposal(answer.proposal)
        setAsked(answer.proposal.id)
      } else setFailure(answer.message)
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
      else setFailure(sentenceOf(error))
    } finally {
      setRunning(false)
    }
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
          <Field label="Trade">
            <RadioGroup
              value={scope}
              disabled={isRunning}
              onChange={(_, data) => setScope(data.value as RebalanceScope)}
            >
              <Radio value="TARGET" label="to target" />
              <Radio value="MIDPOINT" label="half way" />
              <Radio value="BAND" label="into band" />
            </RadioGroup>
          </Field>
          <Button
            appearance="primary"
            disabledFocusable={isRunning}
            icon={isRunning ? <Spinner size="tiny" aria-label="Proposing" /> : undefined}
            onClick={() => void propose()}
          >
            {isRunning ? 'Proposing…' : 'Propose trades'}
          </Button>
        </>
      )}
      {failure && <FailureMessage sentence={failure} />}
      {proposal ? (
        <div ref={result} className={styles.result} tabIndex={-1} role="group" aria-label="Newest proposal">
          <TradesPanel key={proposal.id} householdId={householdId} onPushed={() => void readAgain()} />
          <ProposalTrades proposal={proposal} />
        </div>
      ) : (
        <Text>No proposal was made yet.</Text>
      )}
    </div>
  )
}
