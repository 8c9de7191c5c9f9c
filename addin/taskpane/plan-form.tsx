import { Field, Input, makeStyles } from '@fluentui/react-components'
import type { HouseholdDetailQuery } from '../api/generated/graphql.ts'
import { Choice } from './choice.tsx'
import { SCOPES, SCOPE_WORDS, type PlanChoices } from './plan-choices.ts'

const useStyles = makeStyles({
  field: { width: '100%' },
  // Fluent lets an input be no narrower than its words.
  control: { width: '100%', minWidth: 0 },
})

type Household = NonNullable<HouseholdDetailQuery['household']>

interface PlanFormProps {
  readonly household: Household
  readonly choices: PlanChoices
  readonly onChange: (choices: PlanChoices) => void
  readonly isDisabled: boolean
  readonly amountFault: string | null
}

/** What is to be traded, and cash that is about to come or go. */
export function PlanForm({ household, choices, onChange, isDisabled, amountFault }: PlanFormProps) {
  const styles = useStyles()
  const sleeves = sleevesOf(household)
  const change = (part: Partial<PlanChoices>) => onChange({ ...choices, ...part })
  return (
    <>
      <Choice
        label="What to trade"
        value={choices.scope}
        options={SCOPES.filter((scope) => scope !== 'SLEEVE' || sleeves.length > 0).map((scope) => [
          scope,
          SCOPE_WORDS[scope],
        ])}
        isDisabled={isDisabled}
        onChange={(scope) => change({ scope })}
      />
      {choices.scope === 'SLEEVE' && (
        <Choice
          label="Class or tier"
          value={choices.sleeve}
          options={sleeves.map((name) => [name, name])}
          isDisabled={isDisabled}
          onChange={(sleeve) => change({ sleeve })}
        />
      )}
      <Choice
        label="Cash to plan for"
        value={choices.cash}
        options={[
          ['none', 'None'],
          ['withdrawal', 'A withdrawal'],
          ['contribution', 'A contribution'],
        ]}
        isDisabled={isDisabled}
        onChange={(cash) => change({ cash })}
      />
      {choices.cash !== 'none' && (
        <>
          <Choice
            label="Account"
            value={choices.accountId}
            options={household.accounts.map(({ id, accountNumber, name }) => [
              id,
              `${accountNumber} · ${name}`,
            ])}
            isDisabled={isDisabled}
            onChange={(accountId) => change({ accountId })}
          />
          <Field
            className={styles.field}
            label="Dollars"
            required
            {...(amountFault === null ? {} : { validationMessage: amountFault })}
          >
            <Input
              className={styles.control}
              inputMode="decimal"
              value={choices.amount}
              disabled={isDisabled}
              onChange={(_, { value }) => change({ amount: value })}
            />
          </Field>
        </>
      )}
    </>
  )
}

/** Classes and tiers of the household's model by name, in its order. */
const sleevesOf = ({ drift }: Household): readonly string[] =>
  (drift?.classes ?? []).filter(({ isOutsideModel }) => !isOutsideModel).map(({ name }) => name)

/** What is chosen before anything was. */
export const firstChoices = (household: Household): PlanChoices => ({
  scope: 'TARGET',
  sleeve: sleevesOf(household)[0] ?? '',
  cash: 'none',
  accountId: household.accounts[0]?.id ?? '',
  amount: '',
})
