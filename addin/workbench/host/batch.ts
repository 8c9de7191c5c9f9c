/** Kinds of action in a batch, as Microsoft's client numbers them. */
export const ACTION = {
  instantiate: 1,
  query: 2,
  method: 3,
  setProperty: 4,
  trace: 5,
  ensureUnchanged: 8,
  update: 9,
} as const

/** Ways to reach an object. */
export const PATH = {
  root: 1,
  newObject: 2,
  method: 3,
  property: 4,
  indexer: 5,
  reference: 6,
  nullObject: 7,
} as const

export interface ArgumentInfo {
  readonly Arguments?: readonly unknown[]
  /** Parallel to Arguments: the path id where an argument is an object, nested alike where it is an array. */
  readonly ReferencedObjectPathIds?: readonly unknown[] | null
}

export interface QueryInfo {
  readonly Select?: readonly string[] | null
  readonly Expand?: readonly string[] | null
  readonly Top?: number
  readonly Skip?: number
}

export interface BatchAction {
  readonly Id: number
  readonly ActionType: number
  readonly ObjectPathId: number
  readonly Name?: string
  readonly ArgumentInfo?: ArgumentInfo
  readonly QueryInfo?: QueryInfo
  readonly ObjectState?: Readonly<Record<string, unknown>>
}

export interface ObjectPath {
  readonly Id: number
  readonly ObjectPathType: number
  readonly Name?: string
  readonly ParentObjectPathId?: number
  readonly ArgumentInfo?: ArgumentInfo
}

/** What the client sends in one sync. */
export interface Batch {
  readonly Actions: readonly BatchAction[]
  readonly ObjectPaths: Readonly<Record<string, ObjectPath>>
}

export interface ActionResult {
  readonly ActionId: number
  readonly Value: unknown
}

export interface BatchError {
  readonly Code: string
  readonly Message: string
  /** Class and member: WorksheetCollection.getItem. */
  readonly Location: string
  readonly HttpStatusCode: number
  readonly ActionIndex: number
}

/** What the host answers: results up to the first action that failed. */
export interface BatchAnswer {
  readonly Results: readonly ActionResult[]
  readonly TraceIds: readonly number[]
  readonly Error?: BatchError
}
