import { useSyncExternalStore } from 'react'
import type { RibbonCommand } from '../excel/ribbon.ts'

/** What was asked for on the ribbon and not begun yet: it waits for a signed-in person and for what is under way. */
export interface RibbonWish {
  readonly read: () => RibbonCommand | null
  readonly ask: (command: RibbonCommand) => void
  readonly take: () => void
  readonly subscribe: (listener: () => void) => () => void
}

export function ribbonWish(): RibbonWish {
  let asked: RibbonCommand | null = null
  const listeners = new Set<() => void>()
  const set = (command: RibbonCommand | null) => {
    asked = command
    for (const listener of listeners) listener()
  }
  return {
    read: () => asked,
    ask: set,
    take: () => set(null),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export function useRibbonWish({ subscribe, read }: RibbonWish): RibbonCommand | null {
  return useSyncExternalStore(subscribe, read)
}
