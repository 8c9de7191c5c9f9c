import { OBJECT_CLASSES } from './objects/index.ts'
import type { ClassName } from './objects/class-map.ts'
import type {
  EventRegistration,
  ExcelObject,
  Link,
  Method,
  ObjectClass,
  Scalar,
} from './objects/object-class.ts'

/** One declared member of a class, found by its name on the wire. */
export type Member =
  | { readonly kind: 'scalar'; readonly name: string; readonly scalar: Scalar<ClassName> }
  | { readonly kind: 'link'; readonly name: string; readonly link: Link<ClassName> }
  | { readonly kind: 'method'; readonly name: string; readonly method: Method<ClassName> }
  | {
      readonly kind: 'registration'
      readonly name: string
      readonly event: EventRegistration<ClassName>
      readonly registers: boolean
    }

const tables = new Map<ClassName, ReadonlyMap<string, Member>>()

/** The class that an object is of. The classes differ in their state, which only their own members read. */
export function classOf(object: ExcelObject): ObjectClass {
  return OBJECT_CLASSES[object.className] as unknown as ObjectClass
}

/** A member by its name in any case, as the client sends it: Values, values, _KeepReference. */
export function memberOf(object: ExcelObject, name: string): Member | null {
  let table = tables.get(object.className)
  if (!table) tables.set(object.className, (table = memberTable(classOf(object))))
  return table.get(name.toLowerCase()) ?? null
}

/** All simple properties of a class, which is what a load without names brings. */
export function scalarsOf(object: ExcelObject): readonly Extract<Member, { kind: 'scalar' }>[] {
  return Object.entries(classOf(object).scalars ?? {}).map(([name, scalar]) => ({
    kind: 'scalar',
    name,
    scalar: scalar,
  }))
}

/** On the wire, members begin with a capital. */
export function wireName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function memberTable(declared: ObjectClass): ReadonlyMap<string, Member> {
  const members: Member[] = []
  for (const [name, scalar] of Object.entries(declared.scalars ?? {})) {
    members.push({ kind: 'scalar', name, scalar: scalar })
  }
  for (const [name, link] of Object.entries(declared.links ?? {})) {
    members.push({ kind: 'link', name, link: link })
  }
  for (const [name, method] of Object.entries({ ...declared.methods, ...declared.internal })) {
    members.push({ kind: 'method', name, method: method })
  }
  for (const registration of Object.values(declared.events ?? {})) {
    const event = registration
    const name = event.register
    members.push({ kind: 'registration', name, event, registers: true })
    members.push({
      kind: 'registration',
      name: name.replace('_Register', '_Unregister'),
      event,
      registers: false,
    })
  }
  return new Map(members.map((member) => [member.name.toLowerCase(), member]))
}
