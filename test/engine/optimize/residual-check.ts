import type { Network } from '../../../server/engine/optimize/network.ts'

interface Step {
  readonly arc: number
  readonly from: number
  readonly to: number
  /** All levels as one number, each worth more than all later ones together. */
  readonly cost: bigint
}

/**
 * An independent proof in whole numbers: a flow is of least cost at all levels if, and only if, no cycle of what could
 * still be moved has a cost below zero; and it is the only one if no such cycle costs nothing.
 */
export function residualCheck(network: Network): { isOptimal: boolean; isUnique: boolean } {
  const steps = residualSteps(network)
  const distance = new Array<bigint>(network.nodeCount).fill(0n)
  const relax = (): boolean =>
    steps.filter(({ from, to, cost }) => {
      const isShorter = distance[from]! + cost < distance[to]!
      if (isShorter) distance[to] = distance[from]! + cost
      return isShorter
    }).length > 0
  for (let round = 0; round < network.nodeCount; round++) if (!relax()) break
  if (relax()) return { isOptimal: false, isUnique: false }
  const free = steps.filter(({ from, to, cost }) => distance[from]! + cost === distance[to]!)
  return { isOptimal: true, isUnique: !free.some((step) => leadsBack(free, step)) }
}

/** What breaks the network's laws: an arc outside its bounds, a node whose money does not add up. */
export function unlawfulFlows(network: Network): string[] {
  const { from, to, flow, capacity } = network
  const left = Array.from(network.supply.subarray(0, network.nodeCount))
  const faults: string[] = []
  for (let arc = 0; arc < network.arcCount; arc++) {
    if (!Number.isSafeInteger(flow[arc]) || flow[arc]! < 0 || flow[arc]! > capacity[arc]!)
      faults.push(`arc ${arc}: ${flow[arc]} of ${capacity[arc]}`)
    left[from[arc]!]! -= flow[arc]!
    left[to[arc]!]! += flow[arc]!
  }
  left.forEach((cents, node) => cents === 0 || faults.push(`node ${node}: ${cents} left`))
  return faults
}

function residualSteps(network: Network): Step[] {
  const { from, to, flow, capacity, costs } = network
  const largest = costs.reduce(
    (most, cost) => cost.reduce((m, price) => Math.max(m, Math.abs(price)), most),
    1,
  )
  const base = BigInt(largest) * BigInt(2 * network.nodeCount + 2)
  const steps: Step[] = []
  for (let arc = 0; arc < network.arcCount; arc++) {
    const cost = costs.reduce((sum, level) => sum * base + BigInt(level[arc]!), 0n)
    if (flow[arc]! < capacity[arc]!) steps.push({ arc, from: from[arc]!, to: to[arc]!, cost })
    if (flow[arc]! > 0) steps.push({ arc, from: to[arc]!, to: from[arc]!, cost: -cost })
  }
  return steps
}

/** Whether steps lead from a step's end to its start without going back through its own arc. */
function leadsBack(steps: readonly Step[], { arc, from, to }: Step): boolean {
  const reached = new Set([to])
  for (const node of reached)
    for (const step of steps) if (step.from === node && step.arc !== arc) reached.add(step.to)
  return reached.has(from)
}
