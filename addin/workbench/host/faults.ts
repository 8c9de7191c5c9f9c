/** Numbers by which a host refuses a whole request, and the codes that Microsoft's client makes of them. */
export const HOST_ERRORS = {
  GeneralException: 5001,
  InvalidOperationInCellEditMode: 5004,
  InvalidOrTimedOutSession: 5012,
  WriteNotSupportedWhenModalDialogOpen: 5016,
  ActivityLimitReached: 5102,
  RequestPayloadSizeLimitExceeded: 5103,
  ResponsePayloadSizeLimitExceeded: 5104,
  AccessDenied: 7000,
} as const

export type HostErrorCode = keyof typeof HOST_ERRORS

const FIVE_MEGABYTES = 5 * 1024 * 1024

/** Flag of a request whose add-in asked to wait until the person leaves the cell (delayForCellEdit). */
export const DELAY_FOR_CELL_EDIT = 64

/** What befalls one request. */
export interface Mishap {
  readonly code: HostErrorCode
  readonly isDone: boolean
}

/** Which request a failure befalls, and when. */
export interface MishapOptions {
  /** Requests that go well before it. */
  readonly after?: number
  /** The request is carried out and only its answer is lost, as when a session ends. */
  readonly isDone?: boolean
}

/** The hardships that a test lets the host make. */
export class Faults {
  /** Milliseconds before each request is looked at, so that a loop of syncs hurts as it does on the web. */
  latency = 0
  /** Excel on the web refuses requests and answers beyond 5 MB. */
  requestLimit = FIVE_MEGABYTES
  responseLimit = FIVE_MEGABYTES

  #nextRequests: (Mishap | null)[] = []
  #isInCellEditMode = false
  #waiting: (() => void)[] = []
  #onWaiting: (() => void)[] = []

  /** The next request, or the next few, fail with this code. */
  failNext(code: HostErrorCode, times = 1, { after = 0, isDone = false }: MishapOptions = {}): void {
    for (let count = 0; count < after; count += 1) this.#nextRequests.push(null)
    for (let count = 0; count < times; count += 1) this.#nextRequests.push({ code, isDone })
  }

  takeMishap(): Mishap | null {
    return this.#nextRequests.shift() ?? null
  }

  /** Every failure that was asked for has happened. */
  get isSpent(): boolean {
    return this.#nextRequests.length === 0
  }

  get isInCellEditMode(): boolean {
    return this.#isInCellEditMode
  }

  /** As if a person had begun to type into a cell, or pressed Enter. */
  setCellEditMode(isEditing: boolean): void {
    this.#isInCellEditMode = isEditing
    if (isEditing) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }

  cellEditEnds(): Promise<void> {
    if (!this.#isInCellEditMode) return Promise.resolve()
    const told = this.#onWaiting
    this.#onWaiting = []
    for (const tell of told) tell()
    return new Promise((resume) => this.#waiting.push(resume))
  }

  /** Resolves once a request of the add-in waits for the person to leave the cell. */
  requestWaits(): Promise<void> {
    return this.#waiting.length > 0
      ? Promise.resolve()
      : new Promise((resolve) => this.#onWaiting.push(resolve))
  }
}
