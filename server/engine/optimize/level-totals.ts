import { COST_SCALE, type Network } from './network.ts'

/** What the flow costs by level, in billionths of a cent: exact, so fit to compare two flows. */
export function exactLevelTotals(network: Network): bigint[] {
  return network.costs.map((cost) => {
    let total = 0n
    // Most products and sums are safe as floats, which are quicker.
    let safe = 0
    for (let arc = 0; arc < network.arcCount; arc++) {
      const flow = network.flow[arc]!
      const product = cost[arc]! * flow
      if (product === 0) continue
      if (!Number.isSafeInteger(product)) {
        total += BigInt(cost[arc]!) * BigInt(flow)
      } else if (Number.isSafeInteger(safe + product)) {
        safe += product
      } else {
        total += BigInt(safe)
        safe = product
      }
    }
    return total + BigInt(safe)
  })
}

/** What the flow costs by level, in cents: exact but for the last rounding to a float. */
export function levelTotals(network: Network): number[] {
  const scale = BigInt(COST_SCALE)
  return exactLevelTotals(network).map((total) => Number(total / scale) + Number(total % scale) / COST_SCALE)
}
