import { Button, Caption1, Field, Radio, RadioGroup, Spinner } from '@fluentui/react-components'
import type { CompareFitsQuery, PlanPreference } from '../api/generated/graphql.ts'
import { fitInWords } from './proof-words.ts'

export type Comparison = Extract<CompareFitsQuery['compareFits'], { __typename: 'FitComparison' }>

interface PreferenceFieldProps {
  readonly preference: PlanPreference
  readonly onChange: (preference: PlanPreference) => void
  /** Null: not compared, or not as it is chosen now. */
  readonly comparison: Comparison | null
  readonly isDisabled: boolean
  readonly isComparing: boolean
  readonly onCompare: () => void
}

/** Best fit or fewest trades, with what either comes to once they were compared. */
export function PreferenceField(props: PreferenceFieldProps) {
  const { preference, onChange, comparison, isDisabled, isComparing, onCompare } = props
  const words = (name: string, fit: Comparison['bestFit'] | undefined) =>
    fit ? `${name}: ${fitInWords(fit)}` : name
  return (
    <>
      <Field label="Prefer">
        <RadioGroup
          value={preference}
          disabled={isDisabled}
          onChange={(_, data) => onChange(data.value as PlanPreference)}
        >
          <Radio value="BEST_FIT" label={words('Best fit', comparison?.bestFit)} />
          <Radio value="FEWEST_TRADES" label={words('Fewest trades', comparison?.fewestTrades)} />
        </RadioGroup>
      </Field>
      <Caption1 role="status">{comparison && 'Both were planned; nothing was kept.'}</Caption1>
      <Button
        disabledFocusable={isDisabled}
        icon={isComparing ? <Spinner size="tiny" aria-label="Comparing" /> : undefined}
        onClick={onCompare}
      >
        Compare the two
      </Button>
    </>
  )
}
