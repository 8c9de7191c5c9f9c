import {
  formatMoney,
  formatWeight,
  MONEY_PLACES,
  parseDecimal,
  sum,
  WEIGHT_PLACES,
  WHOLE,
} from '../facts/fixed-point.ts'
import { reason } from '../reasons.ts'
import type { PortfolioDrift } from '../proposal.ts'
import type { ProposalCheck } from './check.ts'
import { violation } from './check.ts'

/** Before and after, the classes of a portfolio sum to its base, and their weights, each rounded, to one. */
export const weightsSum: ProposalCheck = ({ driftBefore, driftAfter }) =>
  [driftBefore, driftAfter].flatMap(({ groups, accounts }) =>
    [...groups, ...accounts].filter(isOff).map((portfolio) =>
      violation(
        { accountId: portfolio.accountId, securityId: null },
        reason('weightsDoNotSum', {
          group: portfolio.groupId,
          value: formatMoney(valueOf(portfolio)),
          base: portfolio.base,
          weight: formatWeight(weightOf(portfolio)),
        }),
      ),
    ),
  )

function isOff(portfolio: PortfolioDrift): boolean {
  const base = parseDecimal(portfolio.base, MONEY_PLACES)
  if (base === 0n) return false
  // Each weight may be rounded by half a millionth.
  const off = weightOf(portfolio) - WHOLE
  const rounding = BigInt(leavesOf(portfolio).length)
  return valueOf(portfolio) !== base || off > rounding || off < -rounding
}

const leavesOf = ({ nodes }: PortfolioDrift) => {
  const parents = new Set(nodes.map(({ parentId }) => parentId))
  return nodes.filter(({ nodeId }) => !parents.has(nodeId))
}

const valueOf = (portfolio: PortfolioDrift): bigint =>
  sum(leavesOf(portfolio).map(({ value }) => parseDecimal(value, MONEY_PLACES)))

const weightOf = (portfolio: PortfolioDrift): bigint =>
  sum(leavesOf(portfolio).map(({ weight }) => parseDecimal(weight ?? '0', WEIGHT_PLACES)))
