/** A source of numbers that are the same on every run. */
export interface SeededRandom {
  /** From 0 up to, not including, 1. */
  readonly fraction: () => number
  /** A whole number, both ends included. */
  readonly whole: (least: number, most: number) => number
  readonly oneOf: <T>(choices: readonly T[]) => T
}

/** Mulberry32: small, and good enough to scatter purchases over days. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1))
  return { fraction, whole, oneOf: (choices) => choices[whole(0, choices.length - 1)]! }
}
