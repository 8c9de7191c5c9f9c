/** A request of the client library over cross-document messaging, as it writes it. */
export interface ClientMessage {
  readonly _messageType: 0
  readonly _actionName: string
  /** 0 calls, 1 registers for an event, 2 ends that. */
  readonly _actionType: number
  readonly _conversationId: string
  readonly _correlationId: number
  readonly _data: unknown
}

export const INVOKE = 0
export const REGISTER_EVENT = 1
export const UNREGISTER_EVENT = 2

/** Methods of the document that the client calls through `executeMethod`, by their dispatch number. */
export const DISPATCH = {
  loadSettings: 75,
  saveSettings: 76,
  richApi: 93,
  commandCompleted: 94,
  accessToken: 98,
  messageParent: 144,
  messageChild: 145,
} as const

/** The client answers this code where no one has signed in (Office.auth). */
export const NOT_SIGNED_IN = 13_001

export interface MethodCall {
  readonly DdaMethod: { readonly DispatchId: number }
  readonly ArrayData?: readonly unknown[]
  readonly DdaSettingsMethod?: { readonly Properties?: readonly (readonly [string, string])[] }
  readonly messageToParent?: string
  /** Of a ribbon command that is over: the button's id, and how it ended. */
  readonly '0'?: string
  readonly '1'?: number
}

/** Reads a window message; null for anything that is not a request of the client library. */
export function readClientMessage(data: unknown): ClientMessage | null {
  if (typeof data !== 'string') return null
  try {
    const message = JSON.parse(data) as Partial<ClientMessage> | null
    return message?._messageType === 0 && typeof message._actionName === 'string'
      ? (message as ClientMessage)
      : null
  } catch {
    return null
  }
}

/** What the client reads from the frame's name to find its host. */
export function frameName(frame: {
  readonly baseFrameName: string
  readonly conversationId: string
  readonly controlId: string
  readonly hostOrigin: string
  readonly isDialog: boolean
}): string {
  const dialogFlag = frame.isDialog ? 'isDialog' : ''
  // The last field says that the add-in has a shared runtime (1) and custom functions (2).
  const hostInfo = ['Excel', 'Web', '16.01', 'en-US', '', dialogFlag, '', '3'].join('$')
  return JSON.stringify({
    baseFrameName: frame.baseFrameName,
    hostInfo,
    xdmInfo: [frame.conversationId, frame.controlId, frame.hostOrigin].join('|'),
    serializerVersion: '1',
    flights: '[]',
  })
}
