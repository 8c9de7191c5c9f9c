import { HOUSEHOLDS } from './clients.ts'
import type { DemoAccount, DemoHousehold } from './client-plan.ts'
import { makeLots, type DemoLot } from './lots.ts'
import type { PriceHistory } from './price-history.ts'
import type { SeededRandom } from './seeded-random.ts'

/** A household's model while it has none, for what it already holds. */
const MODEL_OF_UNMAPPED = 'Moderate'
const PROFILES: Readonly<
  Record<string, readonly [objective: string, years: string, risk: string, income: string]>
> = {
  Conservative: ['income', '4', 'low', '4'],
  'Moderate Conservative': ['income and growth', '7', 'below average', '3'],
  Moderate: ['growth and income', '11', 'average', '2'],
  'Moderate Growth': ['growth', '16', 'above average', '0'],
  Growth: ['growth', '25', 'high', '0'],
}
const TAX_STATUS = {
  individual: 'taxable',
  joint: 'taxable',
  trust: 'taxable',
  traditional_ira: 'tax_deferred',
  roth_ira: 'tax_exempt',
} as const
const REGISTRATION_NAMES = {
  individual: 'individual',
  joint: 'joint',
  trust: 'trust',
  traditional_ira: 'traditional IRA',
  roth_ira: 'Roth IRA',
} as const

/** Who looks after which household, in turn; all invented. */
const ADVISORS = ['Ruth Calloway', 'Dev Anand', 'Marta Ilves']

/** An account with its number, its owner's taxpayer, its cash and its lots. */
export interface NumberedAccount {
  readonly number: string
  readonly householdId: string
  readonly taxpayerId: string
  readonly surname: string
  readonly plan: DemoAccount
  readonly cash: string
  readonly lots: readonly DemoLot[]
}

/** Numbers the accounts and fills them, household by household. */
export function numberAccounts(history: PriceHistory, random: SeededRandom): readonly NumberedAccount[] {
  let number = 52_010_000
  return HOUSEHOLDS.flatMap((household, index) =>
    household.accounts.map((plan): NumberedAccount => {
      number += random.whole(11, 389)
      const part = plan.cashOnly ? 1 : plan.cashPart
      return {
        number: String(number),
        householdId: householdId(index),
        taxpayerId: taxpayerId(household, index, plan.owner),
        surname: household.surname,
        plan,
        cash: plan.cash ?? (plan.value * part * (0.9 + random.fraction() * 0.2)).toFixed(2),
        lots: makeLots(plan, { model: household.model ?? MODEL_OF_UNMAPPED, history, random }),
      }
    }),
  )
}

export const householdId = (index: number) => `EK-${index + 101}`

function taxpayerId({ people, trusts }: DemoHousehold, index: number, owner: string): string {
  const person = people.indexOf(owner)
  if (person >= 0) return `${householdId(index)}-P${person + 1}`
  const trust = trusts.findIndex(({ name }) => name === owner)
  if (trust < 0) throw new Error(`No taxpayer ${owner}`)
  return `${householdId(index)}-T${trust + 1}`
}

/** Rows of households.csv, below its header. */
export function householdRows(random: SeededRandom): string[][] {
  return HOUSEHOLDS.map(({ surname, model, level }, index) => {
    const [objective, years, risk, income] = PROFILES[model ?? MODEL_OF_UNMAPPED]!
    const profiledOn = `${random.whole(2023, 2025)}-0${random.whole(1, 8)}-${random.whole(10, 28)}`
    return [
      householdId(index),
      `${surname} household`,
      model ?? '',
      level,
      objective,
      years,
      risk,
      income,
      profiledOn,
      ADVISORS[index % ADVISORS.length]!,
    ]
  })
}

/** Rows of taxpayers.csv: rates by bracket, budgets and this year's gains scattered. */
export function taxpayerRows(random: SeededRandom): string[][] {
  return HOUSEHOLDS.flatMap((household, index) => {
    const { people, trusts } = household
    const isCouple = people.length === 2
    const [short, long, investment] = random.oneOf([
      ['0.22', '0.15', '0'],
      ['0.24', '0.15', '0'],
      ['0.32', '0.15', '0.038'],
      ['0.37', '0.20', '0.038'],
    ] as const)
    const state = random.oneOf(['0', '0.0307', '0.05', '0.093'])
    const yearToDate = () => [
      random.oneOf(['', '', '5000', '15000']),
      random.oneOf(['0', '0', '-1200', '2400']),
      random.oneOf(['0', '0', '3800', '-2600']),
      random.oneOf(['0', '0', '0', '7500']),
    ]
    const persons = people.map((name, person) => {
      const spouse = isCouple ? taxpayerId(household, index, people[1 - person]!) : ''
      const status = isCouple ? 'married_joint' : 'single'
      const id = taxpayerId(household, index, name)
      return [
        id,
        householdId(index),
        'person',
        spouse,
        '',
        status,
        short,
        long,
        investment,
        state,
        ...yearToDate(),
      ]
    })
    const ownTrusts = trusts.map(({ name, grantor }) => {
      const id = taxpayerId(household, index, name)
      // A trust that is not its grantor's reaches the highest bracket at once.
      const rates = grantor ? [short, long, investment] : ['0.37', '0.20', '0.038']
      const of = grantor ? taxpayerId(household, index, grantor) : ''
      const kind = grantor ? 'grantor_trust' : 'trust'
      return [id, householdId(index), kind, '', of, '', ...rates, state, ...yearToDate()]
    })
    return [...persons, ...ownTrusts]
  })
}

/** Rows of accounts.csv. */
export function accountRows(accounts: readonly NumberedAccount[]): string[][] {
  return accounts.map(({ number, householdId: of, taxpayerId: payer, surname, plan, cash }) => [
    number,
    of,
    payer,
    plan.registration === 'trust'
      ? plan.owner
      : `${plan.owner} ${surname} ${REGISTRATION_NAMES[plan.registration]}`,
    plan.registration,
    TAX_STATUS[plan.registration],
    plan.custodian,
    plan.discretionary ? 'yes' : 'no',
    plan.consent ? 'consent' : 'notice',
    cash,
    plan.minimumCash.toFixed(2),
    plan.cashOnly ? 'yes' : 'no',
  ])
}
