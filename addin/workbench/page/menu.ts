export interface MenuItem {
  readonly label: string
  readonly act: () => void
  readonly isDisabled?: boolean
}

export interface MenuPlace {
  readonly x: number
  readonly y: number
}

/** One menu at a time, by mouse and by keyboard; closing it gives the focus back. */
export class Menu {
  readonly #element = document.createElement('div')
  #before: Element | null = null

  constructor(parent: HTMLElement) {
    this.#element.className = 'menu'
    this.#element.hidden = true
    parent.append(this.#element)
    this.#element.addEventListener('keydown', (event) => this.#pressed(event))
    // Before the press itself, which may open the next menu.
    const pressedElsewhere = (event: Event) => {
      if (!this.#element.contains(event.target as Node)) this.close({ givesFocusBack: false })
    }
    document.addEventListener('pointerdown', pressedElsewhere, { capture: true })
    window.addEventListener('blur', () => this.close({ givesFocusBack: false }))
  }

  /** Opens with these items (null: a line between), and below them anything else that the menu holds. */
  open(
    label: string,
    place: MenuPlace,
    items: readonly (MenuItem | null)[],
    more: readonly HTMLElement[] = [],
  ) {
    this.#before = this.#element.hidden ? document.activeElement : this.#before
    const list = document.createElement('div')
    list.role = 'menu'
    list.ariaLabel = label
    list.append(...items.map((item) => (item ? this.#item(item) : separator())))
    this.#element.replaceChildren(list, ...more)
    this.#element.hidden = false
    const { width, height } = this.#element.getBoundingClientRect()
    this.#element.style.left = `${Math.max(0, Math.min(place.x, window.innerWidth - width - 4))}px`
    this.#element.style.top = `${Math.max(0, Math.min(place.y, window.innerHeight - height - 4))}px`
    this.#focusable()[0]?.focus()
  }

  close({ givesFocusBack = true } = {}): void {
    if (this.#element.hidden) return
    this.#element.hidden = true
    this.#element.replaceChildren()
    if (givesFocusBack && this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true })
  }

  #item({ label, act, isDisabled = false }: MenuItem): HTMLElement {
    const item = document.createElement('button')
    item.role = 'menuitem'
    item.tabIndex = -1
    item.textContent = label
    item.disabled = isDisabled
    item.addEventListener('click', () => {
      this.close()
      act()
    })
    return item
  }

  #pressed(event: KeyboardEvent): void {
    event.stopPropagation()
    const stops = this.#focusable()
    const at = stops.indexOf(document.activeElement as HTMLElement)
    const isBack = event.key === 'ArrowUp' || (event.key === 'Tab' && event.shiftKey)
    if (event.key === 'Escape') this.close()
    else if (['ArrowDown', 'ArrowUp', 'Tab'].includes(event.key))
      stops[(at + (isBack ? -1 : 1) + stops.length) % stops.length]?.focus()
    else return
    event.preventDefault()
  }

  #focusable(): HTMLElement[] {
    return [...this.#element.querySelectorAll<HTMLElement>('button:enabled, input')]
  }
}

function separator(): HTMLElement {
  const line = document.createElement('div')
  line.role = 'separator'
  return line
}
