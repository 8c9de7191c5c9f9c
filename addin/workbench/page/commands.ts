import type { ExcelHost } from '../host/excel-host.ts'
import { HostError } from '../host/host-error.ts'
import type { Messages } from './messages.ts'

const PROTECTED =
  "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet first."

/** What a person does, with Excel's refusals shown as sentences instead of thrown. */
export class Commands {
  readonly #excel: ExcelHost
  readonly #messages: Messages

  constructor(excel: ExcelHost, messages: Messages) {
    this.#excel = excel
    this.#messages = messages
  }

  /** Enters typed text: true when it stays, 'again' when the person goes on typing, false when nothing was done. */
  async enter(address: string, text: string): Promise<boolean | 'again'> {
    const refusal = this.#excel.user.refusalOf(address, text)
    if (refusal?.mayGoOn) {
      const goesOn = await this.#messages.ask(refusal.title, `${refusal.sentence} Continue?`, 'Yes')
      if (!goesOn) return 'again'
    } else if (refusal) {
      const triesAgain = await this.#messages.ask(refusal.title, refusal.sentence, 'Retry')
      return triesAgain ? 'again' : false
    }
    return this.attempt(() => this.#excel.user.type(address, text))
  }

  /** Does it and says whether it was done; what Excel refuses is told in a sentence. */
  async attempt(act: () => void): Promise<boolean> {
    try {
      act()
      return true
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      const sentence = error.code === 'AccessDenied' ? PROTECTED : error.message
      await this.#messages.tell('Microsoft Excel (simulated)', sentence)
      return false
    }
  }

  ask(title: string, sentence: string, yes: string): Promise<boolean> {
    return this.#messages.ask(title, sentence, yes)
  }
}
