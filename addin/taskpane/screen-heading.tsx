import { makeStyles, mergeClasses, typographyStyles } from '@fluentui/react-components'
import { useEffect, useRef, type ReactNode } from 'react'

const useStyles = makeStyles({
  look: typographyStyles.subtitle1,
  heading: { margin: 0, outlineStyle: 'none', overflowWrap: 'anywhere' },
})

/**
 * The one h1 of a screen; it takes the focus, so that keyboard and screen reader follow to the new screen. While it has
 * it, it is a stop of the Tab key: office.js moves the focus itself, and from what is none it leaves the pane.
 */
export function ScreenHeading({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      onFocus={({ currentTarget }) => (currentTarget.tabIndex = 0)}
      onBlur={({ currentTarget }) => (currentTarget.tabIndex = -1)}
      className={mergeClasses(styles.look, styles.heading)}
    >
      {children}
    </h1>
  )
}
