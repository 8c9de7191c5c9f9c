import type { QueryInfo } from './batch.ts'
import { located, notSimulated } from './interpreter-host.ts'
import type { InterpreterHost } from './interpreter-host.ts'
import { classOf, memberOf, scalarsOf, wireName } from './members.ts'
import type { ExcelObject } from './objects/object-class.ts'

type Answer = Readonly<Record<string, unknown>>

/** What the client must know of an object before anything is loaded: its id, or its reference while tracked. */
export function identityOf(object: ExcelObject): Answer {
  const own = classOf(object).identity?.(object.state) ?? {}
  return object.referenceId === null ? own : { ...own, _ReferenceId: object.referenceId }
}

/** Answers a load: simple properties, properties of linked objects within, items of a collection. */
export function loadAnswer(object: ExcelObject, query: QueryInfo, host: InterpreterHost): Answer {
  const { items } = classOf(object)
  const wanted = (query.Select ?? []).filter((name) => name !== '')
  const expand = query.Expand ?? []
  if (!items) {
    return { ...identityOf(object), ...properties(object, wanted.length > 0 ? wanted : ['*'], expand, host) }
  }

  const names = wanted.map((name) => name.replace(/^items(\/|$)/i, ''))
  const own = names.filter((name) => memberOf(object, name)?.kind === 'scalar')
  const ofItems = names.filter((name) => !own.includes(name))
  const answer = properties(object, wanted.length > 0 ? own : ['*'], [], host)
  if (wanted.length > 0 && ofItems.length === 0) return answer

  const first = query.Skip ?? 0
  const end = query.Top === undefined ? undefined : first + query.Top
  const shown = located(object, 'items', () => items(object.state, host)).slice(first, end)
  const ofEach = { Select: ofItems.filter((name) => name !== ''), Expand: expand }
  return { ...answer, _Items: shown.map((item) => loadAnswer(item, ofEach, host)) }
}

function properties(
  object: ExcelObject,
  select: readonly string[],
  expand: readonly string[],
  host: InterpreterHost,
): Answer {
  const scalars = new Set(select.includes('*') ? scalarsOf(object) : [])
  const linked = new Map<string, string[]>()
  for (const path of select.filter((name) => name !== '*')) {
    const [head = '', ...rest] = path.split('/')
    const member = memberOf(object, head)
    if (member?.kind === 'scalar') scalars.add(member)
    else if (member?.kind === 'link') {
      linked.set(member.name, [
        ...(linked.get(member.name) ?? []),
        ...(rest.length > 0 ? [rest.join('/')] : []),
      ])
    } else if (head !== '_ReferenceId') notSimulated(host, `${object.className}.${head} (load)`)
  }
  for (const path of expand) {
    const member = memberOf(object, path.split('/')[0] ?? '')
    if (member?.kind !== 'link') notSimulated(host, `${object.className}.${path} (expand)`)
    else if (!linked.has(member.name)) linked.set(member.name, [])
  }
  return {
    ...Object.fromEntries(
      [...scalars].map(({ name, scalar }) => [
        wireName(name),
        located(object, name, () => scalar.read(object.state, host)),
      ]),
    ),
    ...Object.fromEntries(
      [...linked].map(([name, within]) => [wireName(name), linkedAnswer(object, name, within, host)]),
    ),
  }
}

function linkedAnswer(
  object: ExcelObject,
  name: string,
  select: readonly string[],
  host: InterpreterHost,
): Answer | null {
  const member = memberOf(object, name)
  if (member?.kind !== 'link') return null
  const target = located(object, name, () => member.link(object.state, host))
  return target && loadAnswer(target, { Select: select }, host)
}
