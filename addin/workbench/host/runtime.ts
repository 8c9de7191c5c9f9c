import type { EventQueue } from './events.ts'
import type { AddinRuntime, CustomFunctionAnswer } from './objects/object-class.ts'

const CUSTOM_FUNCTION_CALLS = 1
const ADDIN_ACTIONS = 2
const INVOKE = 1000
const STREAMING = 2

/** The add-in's own runtime as the host keeps it: visibility, start-up, ribbon, calls of its functions. */
export class AddinRuntimeState implements AddinRuntime {
  /** Visible, or Background once the add-in hid its pane. */
  visibility = 'Visible'
  startState = 'Inactive'
  isActionHandlerReady = false
  isReadyForCustomFunctions = false
  readonly ribbonUpdates: unknown[] = []

  readonly #events: EventQueue
  readonly #answers = new Map<
    number,
    { values: unknown[]; needed: number; done: (answer: FunctionResult) => void }
  >()
  #invocations = 0

  constructor(events: EventQueue) {
    this.#events = events
  }

  visibilityChanged(): void {
    this.#events.emitVisibility(this.visibility === 'Visible' ? 'Visible' : 'Hidden')
  }

  /** Presses a button or shortcut whose function the add-in gave to Office.actions.associate. */
  runAction(actionId: string, argument = ''): void {
    this.#events.send({
      category: ADDIN_ACTIONS,
      type: INVOKE,
      targetId: '',
      message: JSON.stringify([actionId, argument]),
    })
    this.#events.flush()
  }

  /** Calls a custom function as a cell would; a streaming one is answered after `answers` values. */
  callFunction(
    name: string,
    args: readonly unknown[],
    { answers = 0, address = 'Sheet1!A1' } = {},
  ): Promise<FunctionResult> {
    const invocationId = ++this.#invocations
    const flags = answers > 0 ? STREAMING | 1 : 0
    return new Promise((done) => {
      this.#answers.set(invocationId, { values: [], needed: Math.max(1, answers), done })
      this.#events.send({
        category: CUSTOM_FUNCTION_CALLS,
        type: INVOKE,
        targetId: '',
        message: JSON.stringify([invocationId, name, args, address, flags, null]),
      })
      this.#events.flush()
    })
  }

  customFunctionAnswered({ invocationId, ok, value, code }: CustomFunctionAnswer): void {
    const waiting = this.#answers.get(invocationId)
    if (!waiting) return
    waiting.values.push(value)
    if (ok && waiting.values.length < waiting.needed) return
    this.#answers.delete(invocationId)
    waiting.done({ ok, values: waiting.values, code })
  }
}

/** What a cell got from a custom function: one value, or several of a streaming one. */
export interface FunctionResult {
  readonly ok: boolean
  readonly values: readonly unknown[]
  readonly code: unknown
}
