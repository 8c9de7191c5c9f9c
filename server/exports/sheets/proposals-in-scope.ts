import { sql, type RawBuilder } from 'kysely'
import { recordedIn, type HistoryScope } from '../history-scope.ts'

// Whatever belongs to a proposal is looked up by index, one proposal at a time: the same few pages are read whether the history is
// of a household or the firm, and no plan of the database can make it slow.

/**
 * Proposals recorded in the range for the households of a history, each with the model that its household was on, on its as-of date.
 * Of a model's history: those on that model.
 */
export const proposalsInScope = (firmId: string, scope: HistoryScope): RawBuilder<unknown> => sql`(
  select p.*, a.model_id as on_model_id
  from proposal p
  left join lateral (
    select s.model_id from model_assignment s
    where s.firm_id = ${firmId} and s.household_id = p.household_id and s.effective_from <= p.as_of
    order by s.effective_from desc, s.recorded_at desc limit 1
  ) a on true
  where p.firm_id = ${firmId} and p.household_id = any(${[...scope.householdIds]}::uuid[])
    and ${recordedIn(scope, 'p.recorded_at')}
    and (${scope.onModel}::uuid is null or a.model_id = ${scope.onModel}::uuid)
)`

/** Of a proposal `p`, the number of the version that was in force on its as-of date. */
export const versionOnDate = (firmId: string): RawBuilder<unknown> => sql`(
  select v.number from model_version v
  where v.firm_id = ${firmId} and v.model_id = p.on_model_id and v.effective_from <= p.as_of
  order by v.effective_from desc, v.number desc limit 1
)`

/**
 * Of a proposal `p`, who approved it and when last, as far as that counts: the list is the one approved, and nothing was rejected or
 * sent back since.
 */
export const standingApprovals = (firmId: string): RawBuilder<unknown> => sql`lateral (
  select string_agg(d.author, ', ' order by d.recorded_at, d.id) as approved_by, max(d.recorded_at) as approved_at
  from proposal_decision d
  where d.firm_id = ${firmId} and d.proposal_id = p.id and d.decision = 'approve' and d.list_sha256 = p.current_sha256
    and not exists (
      select from proposal_decision later
      where later.firm_id = ${firmId} and later.proposal_id = p.id and later.decision in ('reject', 'send_back')
        and (later.recorded_at, later.id) > (d.recorded_at, d.id)
    )
)`
