/** Rows or columns one after another: where each begins and how large it is, in pixels. */
export class Axis {
  readonly count: number
  readonly #standard: number
  /** Lines of another size than the standard, in order; hidden ones have none. */
  readonly #odd: readonly number[]
  readonly #sizes: ReadonlyMap<number, number>
  /** What the odd lines before the one at this place add to the standard sizes. */
  readonly #extra: readonly number[]

  constructor(count: number, standard: number, sizes: ReadonlyMap<number, number>) {
    this.count = count
    this.#standard = standard
    this.#sizes = sizes
    this.#odd = [...sizes.keys()].filter((index) => index < count).sort((a, b) => a - b)
    let sum = 0
    this.#extra = [0, ...this.#odd.map((index) => (sum += (sizes.get(index) ?? standard) - standard))]
  }

  size(index: number): number {
    return this.#sizes.get(index) ?? this.#standard
  }

  /** Pixels before the line. */
  offset(index: number): number {
    return index * this.#standard + (this.#extra[this.#oddBefore(index)] ?? 0)
  }

  get total(): number {
    return this.offset(this.count)
  }

  /** The line that covers this pixel, the first or last one beyond the ends. */
  at(pixel: number): number {
    let [low, high] = [0, this.count - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.offset(middle) <= pixel) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The nearest line that is not hidden, from `index` on in this direction, else in the other one. */
  visibleFrom(index: number, step: 1 | -1): number {
    for (let each = index; each >= 0 && each < this.count; each += step) if (this.size(each) > 0) return each
    for (let each = index; each >= 0 && each < this.count; each -= step) if (this.size(each) > 0) return each
    return index
  }

  #oddBefore(index: number): number {
    let [low, high] = [0, this.#odd.length]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((this.#odd[middle] ?? Infinity) < index) low = middle + 1
      else high = middle
    }
    return low
  }
}
