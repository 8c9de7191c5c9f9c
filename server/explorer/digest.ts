import { keepToken, keptToken } from './kept-token.ts'

interface DigestAlert {
  readonly kind: string
  readonly message: string
  readonly firstSeenOn: string
  readonly household: { readonly name: string; readonly reference: string } | null
}

interface DigestCount {
  readonly kind: string
  readonly raised: number
  readonly cleared: number
  readonly standing: number
  readonly households: number
}

interface Answer {
  readonly data?: {
    readonly firm: { readonly name: string; readonly householdCount: number }
    readonly digest: {
      readonly day: string
      readonly raisedCount: number
      readonly clearedCount: number
      readonly households: number
      readonly counts: readonly DigestCount[]
      readonly raised: readonly DigestAlert[]
      readonly cleared: readonly DigestAlert[]
    } | null
  }
  readonly errors?: readonly { readonly message: string }[]
}

const QUERY = `query Digest($day: LocalDate) {
  firm { name householdCount }
  digest(day: $day, perKind: 50) {
    day raisedCount clearedCount households
    counts { kind raised cleared standing households }
    raised { kind message firstSeenOn household { name reference } }
    cleared { kind message firstSeenOn household { name reference } }
  }
}`

/** How kinds are called, in the order in which a day is read. */
const KINDS: Readonly<Record<string, string>> = {
  OUT_OF_RANGE: 'Out of range',
  CASH_HIGH: 'Cash high',
  CASH_LOW: 'Cash low',
  RESTRICTED_HOLDING: 'Restricted holdings',
  HARVEST: 'Losses to harvest',
  WASH_SALE_WINDOW: 'Wash-sale windows',
  OVERRIDE_EXPIRING: 'Overrides that end',
  DATA_PROBLEM: 'Data problems',
  NEVER_REBALANCED: 'Never rebalanced',
}

function element(tag: string, content: string | readonly Node[], className = ''): HTMLElement {
  const made = document.createElement(tag)
  if (className) made.className = className
  made.append(...(typeof content === 'string' ? [content] : content))
  return made
}

const told = (count: number) => count.toLocaleString('en-US')

function field(id: string): HTMLInputElement {
  const found = document.getElementById(id)
  if (!(found instanceof HTMLInputElement)) throw new Error(`The page has no field ${id}`)
  return found
}

const token = field('token')
const day = field('day')
const page = document.getElementById('digest')!

const sum = (name: string, count: number) => element('div', [element('dt', name), element('dd', told(count))])

function countsTable(counts: readonly DigestCount[]): HTMLElement {
  const header = ['', 'Raised', 'Cleared', 'Standing', 'Households'].map((name, index) =>
    element('th', name, index === 0 ? '' : 'number'),
  )
  const rows = counts.map(({ kind, raised, cleared, standing, households }) =>
    element('tr', [
      element('td', KINDS[kind] ?? kind),
      ...[raised, cleared, standing, households].map((count) => element('td', told(count), 'number')),
    ]),
  )
  return element('table', [element('thead', [element('tr', header)]), element('tbody', rows)])
}

/** Alerts kind by kind, each with how many more there are than are listed. */
function alertList(
  title: string,
  alerts: readonly DigestAlert[],
  counts: readonly DigestCount[],
  countOf: (count: DigestCount) => number,
): HTMLElement {
  const groups = counts.flatMap((count) => {
    const ofKind = alerts.filter(({ kind }) => kind === count.kind)
    if (ofKind.length === 0) return []
    const rows = ofKind.map(({ household, message }) =>
      element('tr', [
        element(
          'td',
          household ? `${household.name} (${household.reference})` : 'The whole firm',
          'household',
        ),
        element('td', message),
      ]),
    )
    const left = countOf(count) - ofKind.length
    return [
      element('h3', KINDS[count.kind] ?? count.kind),
      element('table', [element('tbody', rows)]),
      ...(left > 0 ? [element('p', `and ${told(left)} more`, 'more')] : []),
    ]
  })
  return element('section', [
    element('h2', title),
    ...(groups.length > 0 ? groups : [element('p', 'None.', 'more')]),
  ])
}

function show({ data, errors }: Answer): void {
  if (!data) return page.replaceChildren(element('p', errors?.[0]?.message ?? 'The server gave no answer.'))
  const { firm, digest } = data
  if (!digest) return page.replaceChildren(element('p', 'Nothing was loaded yet.'))
  const order = Object.keys(KINDS)
  const counts = digest.counts.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  day.value = digest.day
  document.title = `Digest of ${digest.day}, ${firm.name}`
  page.replaceChildren(
    element('h1', `Digest of ${digest.day}`),
    element('p', `${firm.name}, ${told(firm.householdCount)} households`, 'under'),
    element(
      'dl',
      [
        sum('Raised', digest.raisedCount),
        sum('Cleared', digest.clearedCount),
        sum('Households that ask for attention', digest.households),
      ],
      'sums',
    ),
    countsTable(counts),
    alertList('Raised', digest.raised, counts, ({ raised }) => raised),
    alertList('Cleared', digest.cleared, counts, ({ cleared }) => cleared),
  )
}

async function load(): Promise<void> {
  const given = keptToken()
  if (given === '') return page.replaceChildren(element('p', 'Paste a token to read the digest.'))
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${given}` },
      body: JSON.stringify({ query: QUERY, variables: { day: day.value === '' ? null : day.value } }),
    })
    show((await response.json()) as Answer)
  } catch {
    page.replaceChildren(element('p', 'The server does not answer. Try again in a moment.'))
  }
}

token.value = keptToken()
document.getElementById('sign-in')!.addEventListener('submit', (event) => {
  event.preventDefault()
  keepToken(token.value.trim())
  void load()
})
day.addEventListener('change', () => void load())
document.getElementById('print')!.addEventListener('click', () => window.print())
void load()
