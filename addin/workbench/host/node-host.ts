import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'
import { ExcelHost } from './excel-host.ts'
import { HOST_ERRORS } from './faults.ts'
import type { HostErrorCode } from './faults.ts'
import type { HostMessage } from './events.ts'

/** Microsoft's client for a native host: it speaks to a bridge object instead of a parent window. */
const CLIENT_FILE = '@microsoft/office-js/dist/excel-win32-16.01.js'

const REQUEST = 1
const RESPONSE = 2
const EVENT = 3

const REFUSAL_STATUS: Readonly<Record<HostErrorCode, number>> = {
  AccessDenied: 403,
  ActivityLimitReached: 429,
  GeneralException: 500,
  InvalidOperationInCellEditMode: 400,
  InvalidOrTimedOutSession: 400,
  RequestPayloadSizeLimitExceeded: 413,
  ResponsePayloadSizeLimitExceeded: 413,
  WriteNotSupportedWhenModalDialogOpen: 400,
}

interface BridgeRequest {
  readonly id: number
  readonly type: number
  readonly flags?: number
  readonly message: { readonly url: string; readonly body: unknown }
}

interface Bridge {
  sendMessageToHost(text: string): void
  /** Set by the client when it connects. */
  onMessageFromHost?: (text: string) => void
}

/** The real Excel proxies in Node, and the simulated Excel that answers them. */
export interface NodeHost {
  readonly Excel: typeof Excel
  readonly OfficeExtension: typeof OfficeExtension
  readonly host: ExcelHost
  /** Makes `Excel` and `OfficeExtension` global, as a pane finds them. */
  installGlobals(): void
  close(): void
}

let clientText: string | null = null

/** Loads the unmodified client under jsdom. There is no Office.onReady and no Office.context on this road. */
export function startNodeHost(): NodeHost {
  const host = new ExcelHost()
  const dom = new JSDOM('<!doctype html><body></body>', {
    url: 'https://localhost/',
    runScripts: 'outside-only',
    pretendToBeVisual: true,
  })
  const bridge = bridgeTo(host)
  Object.assign(dom.window, { _richApiNativeBridge: bridge, OSF: undefined })
  clientText ??= readFileSync(createRequire(import.meta.url).resolve(CLIENT_FILE), 'utf8')
  dom.window.eval(clientText)
  const client = dom.window as unknown as Pick<NodeHost, 'Excel' | 'OfficeExtension'>
  const globals = { Excel: client.Excel, OfficeExtension: client.OfficeExtension }
  return {
    ...globals,
    host,
    installGlobals: () => Object.assign(globalThis, globals),
    close: () => {
      for (const name of Object.keys(globals)) {
        if (Reflect.get(globalThis, name) === Reflect.get(globals, name))
          Reflect.deleteProperty(globalThis, name)
      }
      dom.window.close()
    },
  }
}

function bridgeTo(host: ExcelHost): Bridge {
  const bridge: Bridge = {
    sendMessageToHost(text) {
      const request = JSON.parse(text) as BridgeRequest
      if (request.type === REQUEST) void answer(request)
    },
  }
  const answer = async ({ id, flags, message }: BridgeRequest) => {
    const body = typeof message.body === 'string' ? message.body : JSON.stringify(message.body)
    const result = await host.processRequest(body, flags)
    const response =
      'refused' in result
        ? { statusCode: REFUSAL_STATUS[result.refused], headers: {}, body: refusalBody(result.refused) }
        : { statusCode: 200, headers: {}, body: JSON.parse(result.answer) as unknown }
    bridge.onMessageFromHost?.(JSON.stringify({ id, type: RESPONSE, message: response }))
  }
  host.events.deliver = (messages) => bridge.onMessageFromHost?.(eventText(messages))
  return bridge
}

/** A native host words its refusals itself, where the web host sends the number alone. */
function refusalBody(code: HostErrorCode): string {
  return JSON.stringify({ error: { code, message: `The host refused the request (${HOST_ERRORS[code]}).` } })
}

function eventText(messages: readonly HostMessage[]): string {
  const entries = messages.map((each) => ({
    messageCategory: each.category,
    messageType: each.type,
    targetId: each.targetId,
    message: each.message,
    id: 0,
  }))
  return JSON.stringify({ type: EVENT, message: { entries } })
}
