import { appContext, REQUIREMENT_SETS } from './app-context.ts'
import type { ExcelHost } from './excel-host.ts'
import { HOST_ERRORS } from './faults.ts'
import {
  DISPATCH,
  INVOKE,
  NOT_SIGNED_IN,
  REGISTER_EVENT,
  TAKE_FOCUS,
  UNREGISTER_EVENT,
  frameName,
  isExit,
  readClientMessage,
} from './xdm-messages.ts'
import type { ClientMessage, MethodCall } from './xdm-messages.ts'

const PANE = {
  baseFrameName: '_xdm_1',
  conversationId: 'conversation-1',
  controlId: 'addin-1',
  isDialog: false,
}
const DIALOG = {
  baseFrameName: '_xdm_2',
  conversationId: 'conversation-2',
  controlId: 'addin-2',
  isDialog: true,
}

interface AddinFrame {
  readonly element: HTMLIFrameElement
  readonly origin: string
  readonly controlId: string
  readonly conversationId: string
  readonly isDialog: boolean
}

/** The parent page's half of Office's cross-document messaging, as Excel on the web answers it. */
export class XdmHost {
  /** Saved Office.context.document.settings, as JSON texts. */
  settings: Record<string, string> = {}
  /** What Office.auth.getAccessToken answers; null is "not signed in". */
  accessToken: string | null = null
  requirementSets: Readonly<Record<string, number>> = REQUIREMENT_SETS
  /** Calls and events that the simulation does not know, for tests to see. */
  readonly unknownCalls: string[] = []
  /** Ribbon commands that are over: the button's id, and 0 unless the client found no function of that name. */
  readonly completedCommands: { readonly buttonId: string; readonly status: number }[] = []

  /** The pane gives the focus back: by Tab or Shift+Tab at its end, Escape, F2 or Ctrl+F6. */
  onExit: () => void = () => undefined

  readonly #excel: ExcelHost
  readonly #registered = new Map<string, number>()
  #pane: AddinFrame | null = null
  #dialog: AddinFrame | null = null

  constructor(excel: ExcelHost) {
    this.#excel = excel
    excel.events.deliver = (messages) => {
      this.fire('richApiMessage', {
        ArrayData: messages.map((each) => [each.category, each.type, each.targetId, each.message, 0, false]),
      })
    }
    window.addEventListener('message', (event) => void this.#receive(event))
  }

  /** Makes the frame of the pane; its page must be https and of this page's own host name. */
  createPane(url: string): HTMLIFrameElement {
    this.#pane = addinFrame(url, PANE)
    return this.#pane.element
  }

  /** Sends an event to the pane; false when the pane does not listen. */
  fire(eventName: string, data: unknown): boolean {
    const correlationId = this.#registered.get(eventName)
    if (correlationId === undefined || !this.#pane) return false
    post(this.#pane, { _actionName: eventName, _correlationId: correlationId }, data, { isEvent: true })
    return true
  }

  /** Gives the focus to the first control of the pane. */
  focusPane(): void {
    if (!this.#pane) return
    const { element, origin, conversationId } = this.#pane
    element.focus()
    const request = {
      _messageType: 0,
      _actionName: 'Office_notifyAgave',
      _actionType: INVOKE,
      _conversationId: `${conversationId}_ntf`,
      _correlationId: 0,
      _origin: location.origin,
      _data: [TAKE_FOCUS],
      _serializerVersion: 1,
    }
    element.contentWindow?.postMessage(JSON.stringify(request), origin)
  }

  /** Presses a ribbon button whose function runs in the pane (ExecuteFunction). */
  runCommand(functionName: string, buttonId: string): boolean {
    const source = JSON.stringify({ source: { id: buttonId } })
    return this.fire('appCommandInvoked', { 0: buttonId, 1: functionName, 2: source })
  }

  async #receive(event: MessageEvent): Promise<void> {
    const frame = [this.#pane, this.#dialog].find((each) => each?.element.contentWindow === event.source)
    const message = readClientMessage(event.data)
    if (!frame || !message) return
    if (message._actionType === REGISTER_EVENT) return this.#register(frame, message)
    if (message._actionType === UNREGISTER_EVENT) return this.#unregister(frame, message)
    switch (message._actionName) {
      case 'ContextActivationManager_getAppContextAsync':
        // A pane that begins anew has lost what it held before, perhaps with the request to release it under way.
        if (!frame.isDialog) this.#excel.releaseAllReferences()
        return post(frame, message, this.#context(frame))
      case 'ContextActivationManager_notifyHost':
        if (isExit(message._data)) this.onExit()
        return post(frame, message, null)
      case 'executeMethod':
        return post(frame, message, await this.#execute(message._data as MethodCall))
      default:
        this.unknownCalls.push(message._actionName)
        return post(frame, message, null, { errorCode: -1 })
    }
  }

  #context(frame: AddinFrame) {
    return appContext({
      controlId: frame.controlId,
      hostOrigin: location.origin,
      documentName: this.#excel.workbook.name,
      settings: this.settings,
      requirementSets: this.requirementSets,
      isDialog: frame.isDialog,
    })
  }

  #register(frame: AddinFrame, message: ClientMessage): void {
    if (!frame.isDialog) {
      this.#registered.set(message._actionName, message._correlationId)
      if (message._actionName === 'dialogMessageReceived')
        this.#openDialog(message._data as { targetId: string })
    }
    post(frame, message, { Error: 0 })
  }

  #unregister(frame: AddinFrame, message: ClientMessage): void {
    this.#registered.delete(message._actionName)
    if (message._actionName === 'dialogMessageReceived') this.#closeDialog()
    post(frame, message, { Error: 0 })
  }

  #openDialog({ targetId }: { targetId: string }): void {
    const wanted = JSON.parse(targetId) as { url: string; width: number; height: number }
    this.#dialog = addinFrame(wanted.url, DIALOG)
    this.#dialog.element.className = 'dialog'
    this.#dialog.element.style.width = `${wanted.width}%`
    this.#dialog.element.style.height = `${wanted.height}%`
    document.body.append(this.#dialog.element)
  }

  #closeDialog(): void {
    this.#dialog?.element.remove()
    this.#dialog = null
  }

  async #execute(call: MethodCall): Promise<unknown> {
    const { DispatchId } = call.DdaMethod
    switch (DispatchId) {
      case DISPATCH.richApi:
        return this.#richApi(call.ArrayData ?? [])
      case DISPATCH.saveSettings:
        this.settings = Object.fromEntries(call.DdaSettingsMethod?.Properties ?? [])
        return answer({})
      case DISPATCH.loadSettings: {
        const Settings = Object.entries(this.settings).map(([Name, Value]) => ({ Name, Value }))
        return answer({ Properties: { Settings }, Settings })
      }
      case DISPATCH.accessToken:
        return this.accessToken === null ? refusal(NOT_SIGNED_IN) : answer({ accessToken: this.accessToken })
      case DISPATCH.messageParent:
        this.fire('dialogMessageReceived', {
          messageType: 0,
          messageContent: call.messageToParent,
          messageOrigin: this.#dialog?.origin,
        })
        return answer({})
      case DISPATCH.commandCompleted:
        this.completedCommands.push({ buttonId: call['0'] ?? '', status: call['1'] ?? 0 })
        return answer({})
      default:
        this.unknownCalls.push(`dispatch ${DispatchId}`)
        return refusal(HOST_ERRORS.GeneralException)
    }
  }

  async #richApi(data: readonly unknown[]): Promise<unknown> {
    const [, , , , body, , flags] = data
    const result = await this.#excel.processRequest(String(body), Number(flags ?? 0))
    if ('refused' in result) return refusal(HOST_ERRORS[result.refused])
    return answer({ Data: [200, ['Content-Type', 'application/json'], result.answer] })
  }
}

function answer(data: Readonly<Record<string, unknown>>) {
  return { Version: 1, Error: 0, ...data }
}

function refusal(code: number) {
  return { Version: 1, Error: code }
}

function addinFrame(url: string, role: typeof PANE | typeof DIALOG): AddinFrame {
  const { href, origin } = new URL(url, location.href)
  const element = document.createElement('iframe')
  element.name = frameName({ ...role, hostOrigin: location.origin })
  element.title = role.isDialog ? 'dialog' : 'task pane'
  element.src = href
  return { element, origin, ...role }
}

function post(
  frame: AddinFrame,
  message: Pick<ClientMessage, '_actionName' | '_correlationId'>,
  data: unknown,
  { errorCode = 0, isEvent = false } = {},
): void {
  const text = JSON.stringify({
    _messageType: 1,
    _responseType: isEvent ? 1 : 0,
    _errorCode: errorCode,
    _actionName: message._actionName,
    _conversationId: frame.conversationId,
    _correlationId: message._correlationId,
    _origin: location.origin,
    _data: data,
    _serializerVersion: 1,
  })
  frame.element.contentWindow?.postMessage(text, frame.origin)
}
