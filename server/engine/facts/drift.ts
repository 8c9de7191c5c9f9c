import type { DriftReport, NodeDrift, PortfolioDrift, SecurityDrift } from '../proposal.ts'
import { compareText, formatMoney, formatShares, formatWeight, sum } from './fixed-point.ts'
import type { Holdings, Valuation } from './holdings.ts'
import { valueAccounts } from './holdings.ts'
import type { AccountGroup, HeldAccount, Household } from './household.ts'
import type { TreeNode } from './model-tree.ts'
import { bandStatus, outsideBandBy } from './tolerance-band.ts'
import { driftFrom, weightOf } from './weight.ts'

/** How far every group, and every account by itself, is from its model: by class at every tier and by security. */
export function driftOf(household: Household, holdings: Holdings): DriftReport {
  return {
    groups: household.groups.map((group) => portfolioDrift(group, group.accounts, null, holdings)),
    accounts: household.groups
      .flatMap((group) =>
        group.accounts.map((account) => portfolioDrift(group, [account], account.id, holdings)),
      )
      .sort((a, b) => compareText(a.accountId ?? '', b.accountId ?? '')),
  }
}

function portfolioDrift(
  group: AccountGroup,
  accounts: readonly HeldAccount[],
  accountId: string | null,
  holdings: Holdings,
): PortfolioDrift {
  const valuation = valueAccounts(accounts, group.model, holdings)
  return {
    groupId: group.id,
    accountId,
    modelId: group.model.id,
    base: formatMoney(valuation.base),
    cash: formatMoney(valuation.cash),
    reserve: formatMoney(valuation.reserve),
    nodes: group.model.nodes.map((node) => nodeDrift(node, valuation)),
    securities: securityDrifts(valuation),
    unpriced: valuation.unpriced.map((held) => ({
      accountId: held.accountId,
      securityId: held.security.id,
      shares: formatShares(held.shares),
    })),
  }
}

function nodeDrift(node: TreeNode, { base, valueByLeaf }: Valuation): NodeDrift {
  const value = sum(node.leafIds.map((leafId) => valueByLeaf.get(leafId) ?? 0n))
  const weight = weightOf(value, base)
  const drift = driftFrom(node.target, value, base)
  return {
    nodeId: node.id,
    parentId: node.parentId,
    name: node.name,
    value: formatMoney(value),
    weight: weight === null ? null : formatWeight(weight),
    target: formatWeight(node.target),
    low: formatWeight(node.low),
    high: formatWeight(node.high),
    drift: drift === null ? null : formatWeight(drift),
    status: bandStatus(value, base, node),
    outsideBandBy: formatMoney(outsideBandBy(value, base, node)),
  }
}

function securityDrifts({ base, counted }: Valuation): SecurityDrift[] {
  const inOrder = counted.toSorted((a, b) => compareText(a.security.id, b.security.id))
  const drifts: SecurityDrift[] = []
  for (let at = 0; at < inOrder.length;) {
    const { security, nodeId } = inOrder[at]!
    let value = 0n
    let shares = 0n
    for (; inOrder[at]?.security === security; at++) {
      value += inOrder[at]!.value
      shares += inOrder[at]!.shares
    }
    const weight = weightOf(value, base)
    drifts.push({
      securityId: security.id,
      nodeId,
      shares: formatShares(shares),
      value: formatMoney(value),
      weight: weight === null ? null : formatWeight(weight),
    })
  }
  return drifts
}
