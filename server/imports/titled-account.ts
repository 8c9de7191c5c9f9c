import type { NamedAccountLine } from './layouts/layout.ts'

/** The account whose rows are being read, where lines above tables name accounts: it ends with its total, or a further header. */
export class TitledAccount {
  readonly #isWhole: boolean
  readonly #reportEmpty: (account: NamedAccountLine) => void
  #current: NamedAccountLine | undefined
  #isBelowHeader = false
  #isTold = false
  /** Whether any line has named an account yet. */
  isNamed = false
  /** The accounts that have rows, or whose total alone says that they hold nothing. */
  readonly told: NamedAccountLine[] = []

  constructor(isWhole: boolean, reportEmpty: (account: NamedAccountLine) => void) {
    this.#isWhole = isWhole
    this.#reportEmpty = reportEmpty
  }

  get number(): string | undefined {
    return this.#current?.accountNumber
  }

  name(account: NamedAccountLine): void {
    this.end()
    this.#current = account
    this.isNamed = true
    this.#isBelowHeader = false
    this.#isTold = false
  }

  takeHeader(): void {
    if (this.#isBelowHeader) this.end()
    this.#isBelowHeader = true
  }

  takeRow(): void {
    if (!this.#current || this.#isTold) return
    this.#isTold = true
    this.told.push(this.#current)
  }

  takeTotal(): void {
    if (this.#isWhole) this.takeRow()
    else this.#isTold = true
    this.end()
  }

  /** A block that holds neither rows nor a total was cut off: it does not say that its account holds nothing. */
  end(): void {
    if (this.#isWhole && this.#current && !this.#isTold) this.#reportEmpty(this.#current)
    this.#current = undefined
  }
}
