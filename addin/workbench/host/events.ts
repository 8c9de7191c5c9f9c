/** Numbers of Excel's events on the wire, as Microsoft's client declares them. */
export const EVENT_TYPES = {
  worksheetChanged: 10,
  worksheetActivated: 11,
  worksheetDeactivated: 12,
  worksheetAdded: 13,
  worksheetSelectionChanged: 14,
  worksheetDeleted: 15,
  worksheetCalculated: 16,
  worksheetFormatChanged: 18,
  worksheetRowSorted: 19,
  worksheetNameChanged: 25,
  worksheetVisibilityChanged: 26,
  tableSelectionChanged: 100,
  tableChanged: 101,
  tableAdded: 102,
  tableDeleted: 103,
} as const

export type EventKind = keyof typeof EVENT_TYPES

/** The target of events of collections. */
export const WHOLE_WORKBOOK = 'Workbook'

const EXCEL_EVENTS = 65_536
const RUNTIME_VISIBILITY = 65_539

/** One message to the add-in's client, on whichever channel. */
export interface HostMessage {
  readonly category: number
  readonly type: number
  readonly targetId: string
  readonly message: string
}

/** Which events the add-in listens to, and the messages that wait for the end of the batch. */
export class EventQueue {
  /** Messages leave through here, after the batch that caused them was answered. */
  deliver: (messages: readonly HostMessage[]) => void = () => undefined

  readonly #registered = new Set<string>()
  #waiting: HostMessage[] = []

  register(kind: EventKind, targetId: string): void {
    this.#registered.add(key(kind, targetId))
  }

  unregister(kind: EventKind, targetId: string): void {
    this.#registered.delete(key(kind, targetId))
  }

  get registrations(): readonly string[] {
    return [...this.#registered]
  }

  /** Queues the event for its target and for the whole workbook, where anyone listens. */
  emit(kind: EventKind, targetId: string, message: Readonly<Record<string, unknown>>): void {
    for (const target of new Set([targetId, WHOLE_WORKBOOK])) {
      if (!this.#registered.has(key(kind, target))) continue
      this.#waiting.push({
        category: EXCEL_EVENTS,
        type: EVENT_TYPES[kind],
        targetId: target,
        message: JSON.stringify(message),
      })
    }
  }

  emitVisibility(visibility: string): void {
    this.send({
      category: EXCEL_EVENTS,
      type: RUNTIME_VISIBILITY,
      targetId: '',
      message: JSON.stringify({ visibility }),
    })
  }

  send(message: HostMessage): void {
    this.#waiting.push(message)
  }

  /** Hands over what waits, in a later turn, so that the answer of the batch goes first. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const messages = this.#waiting
    this.#waiting = []
    setTimeout(() => this.deliver(messages), 0)
  }
}

function key(kind: EventKind, targetId: string): string {
  return `${kind} ${targetId}`
}
