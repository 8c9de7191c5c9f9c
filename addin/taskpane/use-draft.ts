import { useState } from 'react'
import { usePaneTools } from './pane-tools.ts'

/** A text that outlives its screen, and a new sign-in of the same person where the token has expired. */
export function useDraft(about: string): readonly [string, (text: string) => void] {
  const { drafts, viewer } = usePaneTools()
  const key = `${viewer.userName}\n${about}`
  const [text, setText] = useState(() => drafts.get(key) ?? '')
  return [
    text,
    (typed) => {
      drafts.set(key, typed)
      setText(typed)
    },
  ]
}
