import { useEffect, useRef } from 'react'

/**
 * Does something again and again while the pane can be seen, and at once when it comes back into sight. Nothing runs while
 * it is hidden; null stops it.
 */
export function useVisiblePoll(work: () => void, milliseconds: number | null): void {
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  useEffect(() => {
    if (milliseconds === null) return
    let timer: ReturnType<typeof setInterval> | undefined
    const start = () => {
      timer ??= setInterval(() => latest.current(), milliseconds)
    }
    const stop = () => {
      clearInterval(timer)
      timer = undefined
    }
    const onVisibility = () => {
      if (document.hidden) return stop()
      latest.current()
      start()
    }
    if (!document.hidden) start()
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [milliseconds])
}
