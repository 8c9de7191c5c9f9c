import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons'

const useStyles = makeStyles({ back: { marginInlineStart: '-8px' } })

interface BackButtonProps {
  /** Where it leads. */
  readonly children: string
  readonly onBack: () => void
}

/** From a screen to the one that it was opened from. */
export function BackButton({ children, onBack }: BackButtonProps) {
  const styles = useStyles()
  return (
    <Button
      appearance="subtle"
      size="small"
      icon={<ArrowLeftRegular />}
      className={styles.back}
      onClick={onBack}
    >
      {children}
    </Button>
  )
}
