import { ACTION, PATH } from './batch.ts'
import type { ActionResult, ArgumentInfo, Batch, BatchAction, BatchAnswer, ObjectPath } from './batch.ts'
import { HostError } from './host-error.ts'
import { identityOf, loadAnswer } from './load-answer.ts'
import type { InterpreterHost } from './interpreter-host.ts'
import { located, notSimulated } from './interpreter-host.ts'
import { classOf, memberOf } from './members.ts'
import { OBJECT_CLASSES } from './objects/index.ts'
import type { ClassName } from './objects/class-map.ts'
import { ExcelObject, isExcelObject } from './objects/object-class.ts'

/** Runs one batch. The first action that fails ends it; what was written before stays, as in Excel. */
export function runBatch(batch: Batch, host: InterpreterHost): BatchAnswer {
  return new BatchRun(batch, host).run()
}

class BatchRun {
  readonly #batch: Batch
  readonly #host: InterpreterHost
  readonly #objects = new Map<number, ExcelObject | null>()

  constructor(batch: Batch, host: InterpreterHost) {
    this.#batch = batch
    this.#host = host
  }

  run(): BatchAnswer {
    const results: ActionResult[] = []
    const traces: number[] = []
    for (const [index, action] of this.#batch.Actions.entries()) {
      if (action.ActionType === ACTION.trace) traces.push(action.Id)
      try {
        results.push({ ActionId: action.Id, Value: this.#perform(action) ?? null })
      } catch (error) {
        // Anything but an answer of Excel is a fault of the simulation and must not look like one.
        if (!(error instanceof HostError)) throw error
        return {
          Results: results,
          TraceIds: traces,
          Error: {
            Code: error.code,
            Message: error.message,
            Location: error.location,
            HttpStatusCode: error.status,
            ActionIndex: index,
          },
        }
      }
    }
    return { Results: results, TraceIds: traces }
  }

  #perform(action: BatchAction): unknown {
    if (action.ActionType === ACTION.trace) return null
    const object = this.#object(action.ObjectPathId)
    switch (action.ActionType) {
      case ACTION.instantiate:
        return object && identityOf(object)
      case ACTION.query:
        return object && loadAnswer(object, action.QueryInfo ?? {}, this.#host)
      case ACTION.ensureUnchanged:
        return null
      case ACTION.method:
        return object ? this.#callMethod(object, action) : this.#ignoreWrite(action.Name)
      case ACTION.setProperty:
        return object
          ? this.#set(object, action.Name ?? '', this.#arguments(action.ArgumentInfo)[0])
          : this.#ignoreWrite(action.Name)
      case ACTION.update:
        if (!object) return this.#ignoreWrite('update')
        for (const [name, value] of Object.entries(action.ObjectState ?? {})) this.#set(object, name, value)
        return null
      default:
        return notSimulated(this.#host, `action type ${action.ActionType}`)
    }
  }

  #ignoreWrite(name = ''): null {
    // The client sends this by itself for every range, also of what turns out not to be there; it writes nothing.
    if (name !== '_KeepReference') this.#host.nullObjectWrites.push(name)
    return null
  }

  #callMethod(object: ExcelObject, action: BatchAction): unknown {
    const answer = this.#call(object, action.Name ?? '', this.#arguments(action.ArgumentInfo))
    return isExcelObject(answer) ? identityOf(answer) : answer
  }

  #call(object: ExcelObject, name: string, args: readonly unknown[]): unknown {
    if (name === '_KeepReference') {
      object.referenceId ??= this.#host.keepReference(object)
      return null
    }
    const member = memberOf(object, name)
    if (member?.kind === 'registration') {
      this.#host.registerEvent(member, object)
      return null
    }
    if (member?.kind !== 'method') return notSimulated(this.#host, `${object.className}.${name}()`)
    return located(object, member.name, () => member.method(object.state, args, this.#host))
  }

  #set(object: ExcelObject, name: string, value: unknown): null {
    const member = memberOf(object, name)
    if (member?.kind !== 'scalar') return notSimulated(this.#host, `${object.className}.${name} (set)`)
    const { write } = member.scalar
    if (!write) return notSimulated(this.#host, `${object.className}.${member.name} (set)`)
    located(object, member.name, () => write(object.state, value, this.#host))
    return null
  }

  #arguments(info: ArgumentInfo = {}): readonly unknown[] {
    const resolved = (value: unknown, pathId: unknown): unknown => {
      if (Array.isArray(pathId) && Array.isArray(value)) {
        return value.map((item, index) => resolved(item, (pathId as unknown[])[index]))
      }
      return typeof pathId === 'number' && pathId > 0 ? this.#object(pathId) : value
    }
    return (info.Arguments ?? []).map((value, index) =>
      resolved(value, info.ReferencedObjectPathIds?.[index]),
    )
  }

  #object(pathId: number): ExcelObject | null {
    const known = this.#objects.get(pathId)
    if (known !== undefined) return known
    const path = this.#batch.ObjectPaths[String(pathId)]
    if (!path) throw new HostError('InvalidObjectPath')
    const object = this.#reach(path)
    this.#objects.set(pathId, object)
    return object
  }

  #reach(path: ObjectPath): ExcelObject | null {
    const name = path.Name ?? ''
    if (path.ObjectPathType === PATH.root) return this.#host.root
    if (path.ObjectPathType === PATH.nullObject) return null
    if (path.ObjectPathType === PATH.newObject) return this.#newObject(name)
    if (path.ObjectPathType === PATH.reference) {
      const object = this.#host.referencedObject(name)
      if (!object)
        throw new HostError('InvalidObjectPath', `The reference '${name}' is not tracked any more.`)
      return object
    }
    // Everything that hangs on a null object is a null object.
    const parent = this.#object(path.ParentObjectPathId ?? 0)
    if (!parent) return null
    switch (path.ObjectPathType) {
      case PATH.method: {
        const answer = this.#call(parent, name, this.#arguments(path.ArgumentInfo))
        return isExcelObject(answer) ? answer : null
      }
      case PATH.property: {
        const member = memberOf(parent, name)
        if (member?.kind !== 'link') return notSimulated(this.#host, `${parent.className}.${name}`)
        return located(parent, member.name, () => member.link(parent.state, this.#host))
      }
      case PATH.indexer: {
        const { item } = classOf(parent)
        if (!item) return notSimulated(this.#host, `${parent.className}.getItem()`)
        const [key] = this.#arguments(path.ArgumentInfo)
        return located(parent, 'getItem', () => item(parent.state, key, this.#host))
      }
      default:
        return notSimulated(this.#host, `object path type ${path.ObjectPathType}`)
    }
  }

  #newObject(name: string): ExcelObject {
    if (!Object.hasOwn(OBJECT_CLASSES, name)) return notSimulated(this.#host, `new ${name}`)
    return new ExcelObject<ClassName>(name as ClassName, {})
  }
}
