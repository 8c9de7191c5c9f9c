/** The whole drift table as a person should see it, worked out from GraphQL alone. */
export async function expectedDriftRows(
  ask: (query: string, variables: object) => Promise<any>,
): Promise<string[][]> {
  const rows: string[][] = []
  for (let after: string | null = null; ;) {
    const { households: page }: any = await ask(
      `query ($after: String) { households(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { name reference model { name } drift { classes {
          name isTier isOutsideModel value weight target low high drift status
        } } } }
      } }`,
      { after },
    )
    for (const { node } of page.edges) rows.push(...householdRows(node))
    if (!page.pageInfo.hasNextPage) return rows
    after = page.pageInfo.endCursor
  }
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  BELOW_BAND: 'Below band',
  IN_BAND: 'In band',
  ABOVE_BAND: 'Above band',
  NO_VALUE: 'No value',
}

function householdRows({ name, reference, model, drift }: any): string[][] {
  if (!drift) return [[name, reference, 'no model', '', '', '', '', '', '', '', '', 'Not measured']]
  return drift.classes.map((row: any) => [
    name,
    reference,
    model.name,
    row.name,
    row.isOutsideModel ? 'Outside model' : row.isTier ? 'Tier' : 'Class',
    Number(row.value).toLocaleString('en-US', { minimumFractionDigits: 2 }),
    ...[row.weight, row.target, row.low, row.high].map(percentText),
    pointsText(row.drift),
    STATUS_WORDS[row.status],
  ])
}

function percentText(fraction: string | null): string {
  return fraction === null ? '' : `${halfUp(fraction)}%`
}

function pointsText(fraction: string | null): string {
  if (fraction === null) return ''
  const shown = halfUp(fraction)
  return Number(fraction) > 0 ? `+${shown}` : shown
}

/** A six-place fraction times 100 with two places, half away from zero, in whole numbers. */
function halfUp(fraction: string): string {
  const millionths = Math.round(Number(fraction) * 1e6)
  const hundredths = Math.sign(millionths) * Math.floor((Math.abs(millionths) + 50) / 100)
  return `${hundredths < 0 || Object.is(hundredths, -0) ? '-' : ''}${(Math.abs(hundredths) / 100).toFixed(2)}`
}
