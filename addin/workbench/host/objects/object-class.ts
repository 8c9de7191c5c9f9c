import type { Area } from '../workbook/address.ts'
import type { CellValue } from '../workbook/cell.ts'
import type { Sheet } from '../workbook/sheet.ts'
import type { WorkbookModel } from '../workbook/workbook.ts'
import type { EventKind } from '../events.ts'
import type { ClassName, MemberOf, StateOf } from './class-map.ts'

/** What a proxy of the add-in stands for. Two objects may point at the same cells. */
export class ExcelObject<N extends ClassName = ClassName> {
  readonly className: N
  readonly state: StateOf<N>
  /** Set while the add-in's client tracks the object; only ranges are tracked. */
  referenceId: string | null = null

  constructor(className: N, state: StateOf<N>) {
    this.className = className
    this.state = state
  }
}

export function isExcelObject(value: unknown): value is ExcelObject {
  return value instanceof ExcelObject
}

export function isObjectOf<N extends ClassName>(value: unknown, className: N): value is ExcelObject<N> {
  return value instanceof ExcelObject && value.className === className
}

/** The simulated Excel as its objects see it. */
export interface HostServices {
  readonly workbook: WorkbookModel
  /** Refuses a write to a protected sheet, unless every cell of the area is unlocked. */
  guardWrite(sheet: Sheet, area?: Area): void
  /** Tells the add-in that cells were edited; `before` is the value of a single cell before the edit. */
  edited(sheet: Sheet, area: Area, edit?: { before?: CellValue; changeType?: string }): void
  emit(kind: EventKind, targetId: string, message: Readonly<Record<string, unknown>>): void
  keepReference(object: ExcelObject): string
  releaseReference(referenceId: string): void
  releaseAllReferences(): void
  referencedObject(referenceId: string): ExcelObject | null
  /** State of the add-in's runtime: visibility, start-up, ribbon, custom functions. */
  readonly runtime: AddinRuntime
}

/** What the host knows about the add-in's own runtime. */
export interface AddinRuntime {
  visibility: string
  startState: string
  isActionHandlerReady: boolean
  isReadyForCustomFunctions: boolean
  readonly ribbonUpdates: unknown[]
  visibilityChanged(): void
  customFunctionAnswered(answer: CustomFunctionAnswer): void
}

export interface CustomFunctionAnswer {
  readonly invocationId: number
  readonly ok: boolean
  readonly value: unknown
  readonly code: unknown
}

export interface Scalar<N extends ClassName> {
  readonly read: (state: StateOf<N>, host: HostServices) => unknown
  readonly write?: (state: StateOf<N>, value: unknown, host: HostServices) => void
}

export type Method<N extends ClassName> = (
  state: StateOf<N>,
  args: readonly unknown[],
  host: HostServices,
) => unknown

/** A navigation property: from an object to the one it belongs to or contains. */
export type Link<N extends ClassName> = (state: StateOf<N>, host: HostServices) => ExcelObject | null

export interface EventRegistration<N extends ClassName> {
  readonly kind: EventKind
  /** The protected method by which the client registers; unregistering has the same name with Unregister. */
  readonly register: `_Register${string}`
  readonly targetId: (state: StateOf<N>) => string
}

/** One class of Excel's object model as the simulator knows it; whatever is not declared fails as NotSimulated. */
export interface ObjectClass<N extends ClassName = ClassName> {
  readonly name: N
  /** What the client must know of the object before anything is loaded. */
  readonly identity?: (
    state: StateOf<N>,
  ) => Readonly<Record<'Id', unknown>> | Readonly<Record<'_Id', unknown>>
  readonly scalars?: Readonly<Partial<Record<MemberOf<N>, Scalar<N>>>>
  readonly links?: Readonly<Partial<Record<MemberOf<N>, Link<N>>>>
  readonly methods?: Readonly<Partial<Record<MemberOf<N>, Method<N>>>>
  /** Methods between client and host that Microsoft's typing does not show; their names begin with _. */
  readonly internal?: Readonly<Record<`_${string}`, Method<N>>>
  readonly items?: (state: StateOf<N>, host: HostServices) => readonly ExcelObject[]
  /** getItem(key); the client sends it as an indexer. */
  readonly item?: (state: StateOf<N>, key: unknown, host: HostServices) => ExcelObject
  readonly events?: Readonly<Partial<Record<MemberOf<N>, EventRegistration<N>>>>
}

/** Declares a class; it exists to have the compiler check every member name. */
export function defineClass<const N extends ClassName>(declaration: ObjectClass<N>): ObjectClass<N> {
  return declaration
}
