import { sql, type RawBuilder } from 'kysely'
import { assignmentPeriods, recordedIn, type HistoryScope } from '../history-scope.ts'

/**
 * Proposals recorded in the range for the households of a history, each with the model that its household was on, on its as-of date.
 * Of a model's history: those on that model.
 */
export const proposalsInScope = (firmId: string, scope: HistoryScope): RawBuilder<unknown> => sql`(
  select p.*, a.model_id as on_model_id
  from proposal p
  left join ${assignmentPeriods(firmId)} a
    on a.household_id = p.household_id and a.effective_from <= p.as_of and (a.until is null or a.until > p.as_of)
  where p.firm_id = ${firmId} and p.household_id = any(${[...scope.householdIds]}::uuid[])
    and ${recordedIn(scope, 'p.recorded_at')}
    and (${scope.onModel}::uuid is null or a.model_id = ${scope.onModel}::uuid)
)`

/** Approvals that count: the list is the one approved, and nothing was rejected or sent back since. By proposal, who and when. */
export const standingApprovals = (firmId: string): RawBuilder<unknown> => sql`(
  select d.proposal_id, string_agg(d.author, ', ' order by d.recorded_at, d.id) as approved_by, max(d.recorded_at) as approved_at
  from proposal_decision d
  join proposal p on p.firm_id = ${firmId} and p.id = d.proposal_id and p.current_sha256 = d.list_sha256
  left join (
    select proposal_id, max(recorded_at) as at from proposal_decision
    where firm_id = ${firmId} and decision in ('reject', 'send_back') group by proposal_id
  ) voided on voided.proposal_id = d.proposal_id
  where d.firm_id = ${firmId} and d.decision = 'approve' and (voided.at is null or voided.at < d.recorded_at)
  group by d.proposal_id
)`
