import type { DisallowedLoss, Levels, Proposal, ProposedTrade } from '../../server/engine/proposal.ts'
import type { Expected } from './read-scenario.ts'

/**
 * A proposal in the words of the scenario files, and in as much detail as the story asks for: a line without a code is told
 * without one, and of levels, bounds and cash only what the story names.
 */
export function tell(proposal: Proposal, asked: Expected): Required<Omit<Expected, 'noTrades'>> & Expected {
  const trades = proposal.trades.map((trade) => ({ line: tradeLine(trade), codes: [trade.reason.code] }))
  const bounds = Object.fromEntries(proposal.certificate.levels.map(({ level, bound }) => [level, bound]))
  return {
    due: proposal.dueBecause.map(({ code }) => code),
    trades: linesAsAsked(trades, asked.trades),
    mustContain: (asked.mustContain ?? []).filter((line) =>
      trades.some((trade) => linesAsAsked([trade], [line])[0] === line),
    ),
    ...(proposal.trades.length === 0 ? { noTrades: true } : {}),
    refusals: linesAsAsked(
      proposal.refusals.map(({ accountId, securityId, reason }) => ({
        line: [accountId, securityId].filter(Boolean).join(' '),
        codes: [reason.code],
      })),
      asked.refusals,
    ),
    leftAlone: linesAsAsked(
      proposal.classesLeftAlone.map(({ nodeId, status, outsideBandBy, reasons }) => ({
        line: `${nodeId} ${status} by ${outsideBandBy}`,
        codes: reasons.map(({ code }) => code),
      })),
      asked.leftAlone,
    ),
    warnings: proposal.warnings.map(({ code }) => code),
    cashAfter: named(
      Object.fromEntries(proposal.cash.map(({ accountId, after }) => [accountId, after])),
      asked.cashAfter,
    ),
    estimatedTax: proposal.totals.estimatedTax,
    nettedTax: named(
      Object.fromEntries(
        proposal.taxes.map(({ taxpayerIds, nettedTax }) => [taxpayerIds.join('+'), nettedTax]),
      ),
      asked.nettedTax,
    ),
    levels: named<Levels[keyof Levels]>({ ...proposal.levels }, asked.levels),
    bounds: named(bounds, asked.bounds),
    causes: (asked.causes ?? []).filter((cause) => proposal.certificate.causes.some((one) => one === cause)),
    disallowedLosses: proposal.disallowedLosses.map(disallowedLine),
  }
}

interface Line {
  readonly line: string
  readonly codes: readonly string[]
}

/** Each line with those of its codes that the story names in the same place; a place the story lacks is told in full. */
function linesAsAsked(lines: readonly Line[], asked: readonly string[] = []): string[] {
  return lines.map(({ line, codes }, place) => {
    const [, askedCodes] = asked[place]?.split(': ') ?? [undefined, codes.join(', ')]
    if (askedCodes === undefined) return line
    const told = askedCodes.split(', ').filter((code) => codes.includes(code))
    return `${line}: ${told.length > 0 ? told.join(', ') : codes.join(', ')}`
  })
}

function named<Value>(
  told: Readonly<Record<string, Value>>,
  asked: Readonly<Record<string, unknown>> = {},
): Record<string, Value> {
  return Object.fromEntries(Object.entries(told).filter(([name]) => name in asked))
}

function tradeLine({ accountId, side, shares, securityId, lots }: ProposedTrade): string {
  const relieved = lots.map((lot) => `${lot.lotId} ${lot.shares}`).join(', ')
  return `${accountId} ${side} ${shares} ${securityId}${relieved && ` of ${relieved}`}`
}

function disallowedLine(loss: DisallowedLoss): string {
  return (
    `${loss.accountId} ${loss.shares} ${loss.securityId} of ${loss.lotId} loses ${loss.loss}` +
    `${loss.isLostForGood ? ' for good' : ''} by ${loss.blockerAccountId} ${loss.blockerSecurityId} of ${loss.bought}`
  )
}
