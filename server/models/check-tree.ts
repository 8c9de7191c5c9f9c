import { classesOf, type ContentNode } from './model-content.ts'
import { fraction, percent, units, WHOLE, type ModelFault, type NodeFaultCode } from './model-fault.ts'

type Nodes = readonly ContentNode[]

/** Every rule that the tiers and classes of a model keep: ranges, names, tiers, sums, and the one cash class. */
export function checkTree(nodes: Nodes): ModelFault[] {
  return [
    ...nodes.flatMap(checkRange),
    ...checkNames(nodes),
    ...(tierFaults(nodes) ?? checkSums(nodes)),
    ...checkCash(nodes),
  ]
}

interface Told {
  readonly index: number
  readonly field: ModelFault['field']
  readonly code: NodeFaultCode
  readonly found: string
  readonly message: string
}

const ofNode = (told: Told): ModelFault => ({ list: 'nodes', ...told })

/** 0 <= low <= target <= high <= 1. */
function checkRange({ name, target, low, high }: ContentNode, index: number): ModelFault[] {
  const [goal, least, most] = [units(target), units(low), units(high)]
  const faults: ModelFault[] = []
  if (goal < 0n || goal > WHOLE) {
    const message = `The target of ${name} is ${percent(goal)}: it lies between 0% and 100%.`
    faults.push(ofNode({ index, field: 'target', code: 'targetOutOfRange', found: target, message }))
  }
  if (least < 0n || least > goal) {
    const message = `The range of ${name} begins at ${percent(least)}: it begins between 0% and its target, ${percent(goal)}.`
    faults.push(ofNode({ index, field: 'low', code: 'lowAboveTarget', found: low, message }))
  }
  if (most > WHOLE || most < goal) {
    const message = `The range of ${name} ends at ${percent(most)}: it ends between its target, ${percent(goal)}, and 100%.`
    faults.push(ofNode({ index, field: 'high', code: 'highBelowTarget', found: high, message }))
  }
  return faults
}

function checkNames(nodes: Nodes): ModelFault[] {
  const seen = new Set<string>()
  return nodes.flatMap(({ name }, index) => {
    const fault = { index, field: 'name', found: name } as const
    if (name.trim() === '' || name.length > 100) {
      const message = 'A class has a name of 1 to 100 characters.'
      return [ofNode({ ...fault, code: 'noName', message })]
    }
    if (seen.has(name))
      return [ofNode({ ...fault, code: 'nameTwice', message: `${name} stands twice in the model.` })]
    seen.add(name)
    return []
  })
}

/** Faults of the tiers themselves, on which sums would make no sense; null: the tree is sound. */
function tierFaults(nodes: Nodes): ModelFault[] | null {
  const parents = new Map(nodes.map(({ name, parent }) => [name, parent]))
  const faults = nodes.flatMap(({ name, parent }, index) => {
    if (parent === null) return []
    const fault = { index, field: 'parent', found: parent } as const
    if (!parents.has(parent)) {
      const message = `${parent}, the tier above ${name}, is not in the model.`
      return [ofNode({ ...fault, code: 'unknownTier', message })]
    }
    const seen = new Set<string>()
    for (
      let above: string | null = parent;
      above !== null && !seen.has(above);
      above = parents.get(above) ?? null
    ) {
      if (above === name)
        return [ofNode({ ...fault, code: 'aboveItself', message: `${name} stands above itself.` })]
      seen.add(above)
    }
    return []
  })
  return faults.length > 0 ? faults : null
}

/** The top sums to 100%, the parts of a tier to its target; so the classes sum to 100% as well. */
function checkSums(nodes: Nodes): ModelFault[] {
  const parts = Map.groupBy(nodes, ({ parent }) => parent)
  const sumOf = (of: Nodes) => of.reduce((total, { target }) => total + units(target), 0n)
  const top = sumOf(parts.get(null) ?? [])
  const faults: ModelFault[] = []
  if (top !== WHOLE) {
    const index = Math.max(
      0,
      nodes.findIndex(({ parent }) => parent === null),
    )
    const message = `The targets sum to ${percent(top)}, not 100%.`
    faults.push(ofNode({ index, field: 'target', code: 'targetsDoNotSum', found: fraction(top), message }))
  }
  nodes.forEach(({ name, target }, index) => {
    const below = parts.get(name)
    const sum = below && sumOf(below)
    if (sum === undefined || sum === units(target)) return
    const message = `The parts of ${name} sum to ${percent(sum)}, not to its target, ${percent(units(target))}.`
    faults.push(ofNode({ index, field: 'target', code: 'partsDoNotSum', found: fraction(sum), message }))
  })
  return faults
}

function checkCash(nodes: Nodes): ModelFault[] {
  const classes = classesOf(nodes)
  const cash = nodes.flatMap(({ name, isCash }, index) => (isCash ? [{ name, index }] : []))
  if (cash.length === 0) {
    const message = 'Exactly one class is the cash class, and none is marked.'
    return [ofNode({ index: 0, field: 'isCash', code: 'noCashClass', found: '', message })]
  }
  const withParts = cash.filter(({ name }) => !classes.has(name))
  return [
    ...withParts.map(({ name, index }) => {
      const message = `${name} is marked as cash and has parts.`
      return ofNode({ index, field: 'isCash', code: 'cashHasParts', found: name, message })
    }),
    ...cash.slice(1).map(({ name, index }) => {
      const message = `${name} is a second cash class: exactly one is.`
      return ofNode({ index, field: 'isCash', code: 'secondCashClass', found: name, message })
    }),
  ]
}
