/** Draws that are the same for the same seed on every machine: a 32-bit generator (mulberry32) and what is drawn with it. */
export class Draws {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
    // Neighbouring seeds start far apart.
    for (let warm = 0; warm < 4; warm++) this.#next()
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** Evenly from `least` up to, but without, `most`. */
  between(least: number, most: number): number {
    return least + (most - least) * this.#next()
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1))
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  oneOf<Choice>(choices: readonly Choice[]): Choice {
    const choice = choices[this.whole(0, choices.length - 1)]
    if (choice === undefined) throw new Error('Nothing to choose from')
    return choice
  }

  /** About normal, with mean 0 and deviation 1. */
  bell(): number {
    return Array.from({ length: 12 }, () => this.#next()).reduce((sum, each) => sum + each, -6)
  }

  /** Evenly by magnitude. */
  magnitude(least: number, most: number): number {
    return Math.exp(this.between(Math.log(least), Math.log(most)))
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items]
    const drawn: Item[] = []
    while (left.length > 0) drawn.push(...left.splice(this.whole(0, left.length - 1), 1))
    return drawn
  }

  /** Whole parts, each at least 1, that sum to `whole`. */
  parts(count: number, whole: number): number[] {
    const raw = Array.from({ length: count }, () => this.between(0.3, 1.7))
    const sum = raw.reduce((total, each) => total + each, 0)
    const parts = raw.map((each) => Math.max(1, Math.floor((each / sum) * whole)))
    const rest = whole - parts.reduce((total, each) => total + each, 0)
    const largest = parts.indexOf(Math.max(...parts))
    return parts.map((part, index) => (index === largest ? part + rest : part))
  }
}
