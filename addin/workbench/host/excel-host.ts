import type { Batch, BatchAnswer } from './batch.ts'
import { EventQueue } from './events.ts'
import type { EventKind } from './events.ts'
import { DELAY_FOR_CELL_EDIT, Faults } from './faults.ts'
import type { HostErrorCode, Mishap } from './faults.ts'
import { HostError } from './host-error.ts'
import { runBatch } from './interpreter.ts'
import type { InterpreterHost } from './interpreter-host.ts'
import type { Member } from './members.ts'
import { ExcelObject } from './objects/object-class.ts'
import { AddinRuntimeState } from './runtime.ts'
import { User } from './user.ts'
import { addressText, areaText, intersection } from './workbook/address.ts'
import type { Area } from './workbook/address.ts'
import { valueType } from './workbook/cell.ts'
import type { CellValue } from './workbook/cell.ts'
import type { Sheet } from './workbook/sheet.ts'
import { WorkbookModel } from './workbook/workbook.ts'

/** One request of the add-in, as it was measured. */
export interface BatchRecord {
  readonly actions: number
  readonly requestBytes: number
  readonly responseBytes: number
  /** The error that the add-in saw, or null. */
  readonly error: string | null
}

/** What the add-in cost so far. */
export interface Statistics {
  readonly batches: readonly BatchRecord[]
  /** Round trips that asked for or wrote something; clean-up of tracked objects is not counted. */
  readonly syncs: number
  readonly requestBytes: number
  readonly responseBytes: number
  /** Ranges that the add-in's client tracks and has not released. */
  readonly referencesLeft: number
}

interface Edit {
  readonly before?: CellValue
  readonly changeType?: string
}

/** The simulated Excel: one workbook, the batches that reach it, the person before it. Runs in browser and Node. */
export class ExcelHost implements InterpreterHost {
  readonly workbook = new WorkbookModel()
  readonly events = new EventQueue()
  readonly faults = new Faults()
  readonly runtime = new AddinRuntimeState(this.events)
  readonly user = new User(this)
  readonly notSimulated: string[] = []
  readonly nullObjectWrites: string[] = []
  /** Exceptions inside the simulator; a test expects none. */
  readonly simulatorFaults: string[] = []
  readonly root: ExcelObject = new ExcelObject('Workbook', { workbook: this.workbook })
  /** Called after every batch and every act of the person, so that a page can draw the sheet again. */
  onChange: () => void = () => undefined

  readonly #references = new Map<string, ExcelObject>()
  readonly #batches: BatchRecord[] = []
  #syncs = 0
  #triggerSource = 'ThisLocalAddin'

  /** Answers one request of the add-in: the answer's text, or the code by which the host refuses it. */
  async processRequest(
    requestText: string,
    flags = 0,
  ): Promise<{ answer: string } | { refused: HostErrorCode }> {
    if (this.faults.latency > 0) await new Promise((resume) => setTimeout(resume, this.faults.latency))
    if ((flags & DELAY_FOR_CELL_EDIT) !== 0) await this.faults.cellEditEnds()
    const requestBytes = byteLength(requestText)
    const mishap = this.#mishap(requestBytes)
    if (mishap && !mishap.isDone) return this.#refuse(mishap.code, 0, requestBytes, 0)

    const batch = JSON.parse(requestText) as Batch
    if (!isCleanUp(batch)) this.#syncs += 1
    const answer = this.#run(batch)
    if (mishap) return this.#refuse(mishap.code, batch.Actions.length, requestBytes, 0)
    const text = JSON.stringify(answer)
    const responseBytes = byteLength(text)
    if (responseBytes > this.faults.responseLimit) {
      return this.#refuse(
        'ResponsePayloadSizeLimitExceeded',
        batch.Actions.length,
        requestBytes,
        responseBytes,
      )
    }
    const error = answer.Error?.Code ?? null
    this.#batches.push({ actions: batch.Actions.length, requestBytes, responseBytes, error })
    return { answer: text }
  }

  #mishap(requestBytes: number): Mishap | null {
    if (requestBytes > this.faults.requestLimit)
      return { code: 'RequestPayloadSizeLimitExceeded', isDone: false }
    if (this.faults.isInCellEditMode) return { code: 'InvalidOperationInCellEditMode', isDone: false }
    return this.faults.takeMishap()
  }

  #refuse(refused: HostErrorCode, actions: number, requestBytes: number, responseBytes: number) {
    this.#batches.push({ actions, requestBytes, responseBytes, error: refused })
    return { refused }
  }

  #run(batch: Batch): BatchAnswer {
    try {
      return runBatch(batch, this)
    } catch (error) {
      return this.#simulatorFault(error)
    } finally {
      this.settle()
    }
  }

  /** A fault of ours is told to the add-in at once, under a code that Excel does not have, rather than left unanswered. */
  #simulatorFault(error: unknown): BatchAnswer {
    const Message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.simulatorFaults.push(Message)
    return {
      Results: [],
      TraceIds: [],
      Error: { Code: 'SimulatorFault', Message, Location: '', HttpStatusCode: 500, ActionIndex: 0 },
    }
  }

  /** Sends what waits and lets the page draw. */
  settle(): void {
    this.events.flush()
    this.onChange()
  }

  /** Runs what a person does, so that its events do not look like the add-in's own. */
  asPerson<T>(act: () => T): T {
    this.#triggerSource = 'Unknown'
    try {
      return act()
    } finally {
      this.#triggerSource = 'ThisLocalAddin'
      this.settle()
    }
  }

  get statistics(): Statistics {
    return {
      batches: this.#batches,
      syncs: this.#syncs,
      requestBytes: this.#batches.reduce((sum, batch) => sum + batch.requestBytes, 0),
      responseBytes: this.#batches.reduce((sum, batch) => sum + batch.responseBytes, 0),
      referencesLeft: this.#references.size,
    }
  }

  /** Forgets what was counted, so that a test can measure one action. */
  resetStatistics(): void {
    this.#batches.length = 0
    this.#syncs = 0
  }

  guardWrite(sheet: Sheet, area?: Area): void {
    if (!sheet.isProtected) return
    if (area && sheet.uniformStyle(area, 'locked') === false) return
    throw new HostError('AccessDenied', 'The sheet is protected.')
  }

  edited(sheet: Sheet, area: Area, { before, changeType = 'RangeEdited' }: Edit = {}): void {
    this.workbook.isDirty = true
    if (this.#triggerSource === 'ThisLocalAddin') this.user.history.forget()
    const message = {
      worksheetId: sheet.id,
      address: areaText(area),
      changeType,
      source: 'Local',
      triggerSource: this.#triggerSource,
      ...(before === undefined ? {} : this.#beforeAndAfter(sheet, area, before)),
    }
    this.emit('worksheetChanged', sheet.id, message)
    for (const table of this.workbook.tables) {
      const isTouched = table.sheet === sheet && intersection(table.area, area)
      if (isTouched) this.emit('tableChanged', table.id, { ...message, tableId: table.id })
    }
  }

  /** Excel tells the values of an edit only where it was one cell. */
  #beforeAndAfter(sheet: Sheet, area: Area, before: CellValue) {
    const after = this.workbook.value(sheet, area.row, area.column)
    return {
      valueBefore: before,
      valueAfter: after,
      valueTypeBefore: valueType(before),
      valueTypeAfter: valueType(after),
    }
  }

  emit(kind: EventKind, targetId: string, message: Readonly<Record<string, unknown>>): void {
    this.events.emit(kind, targetId, message)
  }

  registerEvent({ event, registers }: Extract<Member, { kind: 'registration' }>, object: ExcelObject): void {
    const targetId = event.targetId(object.state)
    if (registers) this.events.register(event.kind, targetId)
    else this.events.unregister(event.kind, targetId)
  }

  keepReference(object: ExcelObject): string {
    const id = `{ref-${this.workbook.nextId()}}`
    this.#references.set(id, object)
    return id
  }

  releaseReference(referenceId: string): void {
    this.#references.delete(referenceId)
  }

  releaseAllReferences(): void {
    this.#references.clear()
  }

  referencedObject(referenceId: string): ExcelObject | null {
    return this.#references.get(referenceId) ?? null
  }

  /** Addresses of the ranges that are still tracked, for the message of a test that found some. */
  get trackedAddresses(): readonly string[] {
    return [...this.#references.values()].map(({ state }) =>
      'area' in state && 'sheet' in state && state.sheet ? addressText(state.sheet.name, state.area) : '?',
    )
  }
}

/** When Excel.run ends, the client releases its ranges in a request of its own. */
function isCleanUp(batch: Batch): boolean {
  return batch.Actions.every((action) => action.ActionType === 1 || action.Name === '_RemoveReference')
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
