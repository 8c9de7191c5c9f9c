/** Sentences that wait for an answer, in the page's dialog. */
export class Messages {
  readonly #dialog = document.createElement('dialog')
  readonly #title = document.createElement('h2')
  readonly #sentence = document.createElement('p')
  readonly #yes = document.createElement('button')
  readonly #no = document.createElement('button')
  #answer: (isYes: boolean) => void = () => undefined

  constructor() {
    const form = document.createElement('form')
    const row = document.createElement('div')
    row.className = 'buttons'
    row.append(this.#yes, this.#no)
    this.#title.id = 'message-title'
    this.#dialog.className = 'message'
    this.#dialog.setAttribute('aria-labelledby', this.#title.id)
    form.append(this.#title, this.#sentence, row)
    this.#dialog.append(form)
    document.body.append(this.#dialog)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#close(event.submitter === this.#yes)
    })
    this.#dialog.addEventListener('cancel', (event) => {
      event.preventDefault()
      this.#close(false)
    })
    // Keys that answer the question are not keys of the sheet.
    this.#dialog.addEventListener('keydown', (event) => event.stopPropagation())
  }

  async tell(title: string, sentence: string): Promise<void> {
    this.#no.hidden = true
    await this.#show(title, sentence, 'OK')
  }

  /** True when the person agrees; Escape is a no. */
  ask(title: string, sentence: string, yes: string): Promise<boolean> {
    this.#no.hidden = false
    return this.#show(title, sentence, yes)
  }

  #show(title: string, sentence: string, yes: string): Promise<boolean> {
    this.#title.textContent = title
    this.#sentence.textContent = sentence
    this.#yes.textContent = yes
    this.#no.textContent = 'Cancel'
    this.#dialog.showModal()
    return new Promise((resolve) => {
      this.#answer = resolve
    })
  }

  /** At once, not at the dialog's close event: keys that are pressed meanwhile belong to what comes next. */
  #close(isYes: boolean): void {
    this.#dialog.close()
    this.#answer(isYes)
  }
}
