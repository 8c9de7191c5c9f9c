import { sql } from 'kysely'
import { Decimal } from 'decimal.js'
import { sha256 } from '../audit/audit-line.ts'
import type { Outcome } from '../audit/once.ts'
import type { FirmTransaction } from '../database/in-firm.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import type { Refused } from '../graphql/refusals.ts'
import { APPROVAL_CONDITIONS } from '../proposals/decision.entity.ts'
import { isCap, type ApprovalCondition, type ConditionTerms } from './approval-conditions.ts'

/** Terms with who set them, as they are in force. */
export interface TermsInForce extends ConditionTerms {
  readonly author: string
  readonly recordedAt: Date
}

export interface PolicyInForce {
  readonly terms: readonly TermsInForce[]
  /** Business days that prices may lie before the database's own date; null: it is not looked at. */
  readonly priceDays: number | null
  /** A price move from which a security is barred, a fraction. */
  readonly priceMoveLimit: string
  readonly sha256: string
}

const asksForNothing = ({ condition, secondPerson, noteRequired, cap }: ConditionTerms) =>
  !secondPerson && !noteRequired && (!isCap(condition) || cap === null)

const hashOf = (terms: readonly ConditionTerms[], priceDays: number | null) =>
  sha256(
    canonicalJson({
      priceDays,
      terms: terms.map(({ condition, secondPerson, noteRequired, cap }) => ({
        condition,
        secondPerson,
        noteRequired,
        cap,
      })),
    }),
  )

/** The policy in force: the latest row of each condition, and the firm's own settings. */
export async function loadPolicy({ firmId, kysely }: FirmTransaction): Promise<PolicyInForce> {
  const { rows } = await sql<TermsInForce & { priceDays: number | null; priceMoveLimit: string }>`
    select p.condition, p.second_person as "secondPerson", p.note_required as "noteRequired", trim_scale(p.cap)::text as cap,
      p.author, p.recorded_at as "recordedAt", f.approval_price_days as "priceDays", f.price_move_limit::text as "priceMoveLimit"
    from firm f
    left join lateral (
      select distinct on (condition) * from approval_policy a
      where a.firm_id = f.firm_id order by condition, recorded_at desc
    ) p on true
    where f.firm_id = ${firmId}`.execute(kysely)
  const [{ priceDays, priceMoveLimit }] = rows as [(typeof rows)[number]]
  const byCondition = new Map(rows.map((row) => [row.condition as ApprovalCondition | null, row]))
  const terms = APPROVAL_CONDITIONS.flatMap((condition) => {
    const row = byCondition.get(condition)
    if (!row || asksForNothing(row)) return []
    const { secondPerson, noteRequired, cap, author, recordedAt } = row
    return [{ condition, secondPerson, noteRequired, cap, author, recordedAt }]
  })
  return { terms, priceDays, priceMoveLimit, sha256: hashOf(terms, priceDays) }
}

export interface PolicyChange {
  readonly expectedSha256: string
  readonly terms: readonly {
    readonly condition: ApprovalCondition
    readonly secondPerson: boolean
    readonly noteRequired: boolean
    readonly cap?: string | null | undefined
  }[]
  readonly priceDays?: number | null | undefined
  readonly author: string
}

const MOST_PRICE_DAYS = 366
const MOST_CAP = '1000000000000'

const refuse = (code: string, message: string): Outcome<never, Refused> => ({
  kind: 'refused',
  refused: { kind: 'refused', code, message },
})

function faultOf({ terms, priceDays }: PolicyChange): [code: string, message: string] | undefined {
  if (new Set(terms.map(({ condition }) => condition)).size < terms.length)
    return ['CONDITION_TWICE', 'A condition is named twice: say once what it asks for.']
  for (const { condition, cap, secondPerson, noteRequired } of terms) {
    if (!isCap(condition) && cap) return ['CAP_MISPLACED', 'Only conditions about a cap have one.']
    if (isCap(condition) && !cap && (secondPerson || noteRequired))
      return ['CAP_MISPLACED', 'A condition about a cap says from which figure on it holds.']
    const places = condition.includes('tax') ? 2 : 4
    const value = new Decimal(cap ?? '0')
    if (value.isNegative() || value.gt(MOST_CAP) || value.decimalPlaces() > places)
      return ['OUT_OF_RANGE', 'A cap is dollars and cents, or a fraction with up to 4 places, from 0.']
  }
  if (typeof priceDays === 'number' && (priceDays < 0 || priceDays > MOST_PRICE_DAYS))
    return ['OUT_OF_RANGE', `Prices may lie 0 to ${MOST_PRICE_DAYS} business days behind.`]
  return undefined
}

/** Puts a policy in place of the one that was read; what it does not name asks for nothing from now on. */
export async function setApprovalPolicy(
  transaction: FirmTransaction,
  change: PolicyChange,
): Promise<Outcome<Record<never, never>, Refused>> {
  const { firmId, kysely } = transaction
  const fault = faultOf(change)
  if (fault) return refuse(...fault)
  // Two who set it at once follow one another, so that the second sees what the first did.
  await sql`select from firm where firm_id = ${firmId} for update`.execute(kysely)
  const before = await loadPolicy(transaction)
  if (before.sha256 !== change.expectedSha256)
    return refuse('POLICY_CHANGED', 'Somebody set another policy since you read it: look at it again.')
  const wanted = new Map(change.terms.map((terms) => [terms.condition, terms]))
  const rows = APPROVAL_CONDITIONS.map((condition) => {
    const terms = wanted.get(condition)
    return {
      condition,
      secondPerson: terms?.secondPerson ?? false,
      noteRequired: terms?.noteRequired ?? false,
      cap: terms?.cap ?? null,
    }
  })
  await sql`
    insert into approval_policy (firm_id, condition, second_person, note_required, cap, author)
    select ${firmId}, n.condition, n.second_person, n.note_required, n.cap, ${change.author}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (condition text, "secondPerson" boolean, "noteRequired" boolean, cap numeric)
    cross join lateral (select r.condition, r."secondPerson" as second_person, r."noteRequired" as note_required, r.cap) n
    left join lateral (
      select second_person, note_required, cap from approval_policy p
      where p.firm_id = ${firmId} and p.condition = n.condition order by recorded_at desc limit 1
    ) l on true
    where (n.second_person, n.note_required, n.cap) is distinct from
      (coalesce(l.second_person, false), coalesce(l.note_required, false), l.cap)`.execute(kysely)
  await sql`update firm set approval_price_days = ${change.priceDays ?? null}, version = version + 1
    where firm_id = ${firmId} and approval_price_days is distinct from ${change.priceDays ?? null}`.execute(
    kysely,
  )
  const after = await loadPolicy(transaction)
  return {
    kind: 'done',
    result: {},
    audit: [
      {
        action: 'approvalPolicy.set',
        noun: 'approval_policy',
        nounId: firmId,
        beforeSha256: before.sha256,
        afterSha256: after.sha256,
        detail: {
          priceDays: after.priceDays,
          ...Object.fromEntries(after.terms.map((terms) => [terms.condition, told(terms)])),
        },
      },
    ],
  }
}

const told = ({ secondPerson, noteRequired, cap }: ConditionTerms) =>
  [cap && `from ${cap}`, secondPerson && 'two persons', noteRequired && 'a note'].filter(Boolean).join(', ')
