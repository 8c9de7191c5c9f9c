import { Field, Select, makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({
  field: { width: '100%' },
  // Fluent lets a select be no narrower than its words.
  control: { width: '100%', minWidth: 0 },
})

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [Value, string])[]
  readonly isDisabled?: boolean
  readonly onChange: (value: Value) => void
}

/** One of a short list, as the browser's own list of choices: every keyboard and screen reader knows it. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, value, options, isDisabled = false, onChange } = props
  const styles = useStyles()
  return (
    <Field className={styles.field} label={label}>
      <Select
        className={styles.control}
        select={{ className: styles.control }}
        value={value}
        disabled={isDisabled}
        onChange={(_, data) => onChange(data.value as Value)}
      >
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  )
}
