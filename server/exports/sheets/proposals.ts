import { sql } from 'kysely'
import { readCells } from '../read-pages.ts'
import { historySheet } from './history-sheet.ts'
import { proposalsInScope, standingApprovals, versionOnDate } from './proposals-in-scope.ts'

/** Proposals recorded in the range. */
export const proposalsSheet = historySheet(
  'Proposals',
  'Every proposal recorded in the range: for whom, on which version, what it would cost and reach, and what became of it.',
  [
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'household', title: 'Name', kind: 'text' },
    { name: 'account_number', title: 'Account, if one', kind: 'text' },
    { name: 'recorded_at', title: 'Recorded (UTC)', kind: 'moment' },
    { name: 'as_of', title: 'As of', kind: 'date' },
    { name: 'model', title: 'Model', kind: 'text' },
    { name: 'version_number', title: 'Version in force', kind: 'count' },
    { name: 'scope', title: 'Scope', kind: 'text' },
    { name: 'state', title: 'State when exported', kind: 'text' },
    { name: 'trade_count', title: 'Trades', kind: 'count' },
    { name: 'base', title: 'Value steered', kind: 'money' },
    { name: 'turnover_value', title: 'Traded value', kind: 'money' },
    { name: 'tax_cost', title: 'Tax', kind: 'money' },
    { name: 'drift_before', title: 'Largest drift before', kind: 'fraction' },
    { name: 'drift_after', title: 'Largest drift after', kind: 'fraction' },
    { name: 'out_of_band_after', title: 'Out of range after', kind: 'count' },
    { name: 'flags', title: 'Flags', kind: 'text' },
    { name: 'author', title: 'Asked for by', kind: 'text' },
    { name: 'editors', title: 'Edited by', kind: 'text' },
    { name: 'approved_by', title: 'Approved by', kind: 'text' },
    { name: 'approved_at', title: 'Approved (UTC)', kind: 'moment' },
    { name: 'stale_because', title: 'Why stale', kind: 'prose' },
    { name: 'id', title: 'Proposal id', kind: 'hash' },
    { name: 'snapshot_sha256', title: 'SHA-256 of facts', kind: 'hash' },
    { name: 'content_sha256', title: 'SHA-256 as planned', kind: 'hash' },
    { name: 'current_sha256', title: 'SHA-256 as it stands', kind: 'hash' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    return readCells(
      transaction,
      columns,
      sql`select h.reference, h.name as household, a.account_number, p.recorded_at, p.as_of::text, m.name as model,
          ${versionOnDate(firmId)} as version_number, replace(p.scope, '_', ' ') as scope, p.state, p.trade_count, p.base, p.turnover_value, p.tax_cost,
          p.drift_before * 0.000001 as drift_before, p.drift_after * 0.000001 as drift_after, p.out_of_band_after,
          replace(array_to_string(p.flags, ', '), '_', ' ') as flags, p.author, array_to_string(p.editors, ', ') as editors, ok.approved_by,
          ok.approved_at, p.stale_because, p.id, p.snapshot_sha256, p.content_sha256, p.current_sha256
        from ${proposalsInScope(firmId, scope)} p
        join household h on h.firm_id = ${firmId} and h.id = p.household_id
        left join account a on a.firm_id = ${firmId} and a.id = p.account_id
        left join model m on m.firm_id = ${firmId} and m.id = p.on_model_id
        left join ${standingApprovals(firmId)} ok on true
        order by p.recorded_at, p.id`,
    )
  },
)

/** Decisions on those proposals. */
export const decisionsSheet = historySheet(
  'Approvals',
  'Every decision on those proposals: approved, rejected, sent back or noted, by whom, when, and on which list of trades.',
  [
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'household', title: 'Name', kind: 'text' },
    { name: 'decision', title: 'Decision', kind: 'text' },
    { name: 'author', title: 'By', kind: 'text' },
    { name: 'recorded_at', title: 'Recorded (UTC)', kind: 'moment' },
    { name: 'note', title: 'Note', kind: 'prose' },
    { name: 'client_by', title: 'Client who approved', kind: 'text' },
    { name: 'client_on', title: 'Client approved on', kind: 'date' },
    { name: 'client_how', title: 'How', kind: 'text' },
    { name: 'is_of_list', title: 'List unchanged since', kind: 'text' },
    { name: 'list_sha256', title: 'SHA-256 of the list', kind: 'hash' },
    { name: 'proposal_id', title: 'Proposal id', kind: 'hash' },
    { name: 'set_id', title: 'Decided together as', kind: 'hash' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    return readCells(
      transaction,
      columns,
      sql`select h.reference, h.name as household, replace(d.decision, '_', ' ') as decision, d.author, d.recorded_at, d.note, d.client_by, d.client_on::text,
          d.client_how, d.list_sha256 = p.current_sha256 as is_of_list, d.list_sha256, d.proposal_id, d.set_id
        from proposal_decision d
        join ${proposalsInScope(firmId, scope)} p on p.id = d.proposal_id
        join household h on h.firm_id = ${firmId} and h.id = p.household_id
        where d.firm_id = ${firmId}
        order by d.recorded_at, d.id`,
    )
  },
)

/** Trades of those proposals. */
export const tradesSheet = historySheet(
  'Trades',
  'The trades of those proposals as they stand: why each, what it realises and costs, who changed it, and who approved the list.',
  [
    { name: 'reference', title: 'Household', kind: 'text' },
    { name: 'account_number', title: 'Account', kind: 'text' },
    { name: 'as_of', title: 'As of', kind: 'date' },
    { name: 'side', title: 'Side', kind: 'text' },
    { name: 'symbol', title: 'Security', kind: 'text' },
    { name: 'shares', title: 'Shares', kind: 'shares' },
    { name: 'price', title: 'Price', kind: 'price' },
    { name: 'value', title: 'Value', kind: 'money' },
    { name: 'realized_gain', title: 'Realized gain', kind: 'money' },
    { name: 'tax_cost', title: 'Tax', kind: 'money' },
    { name: 'reason', title: 'Reason', kind: 'prose' },
    { name: 'edited_by', title: 'Edited by', kind: 'text' },
    { name: 'note', title: 'Note', kind: 'prose' },
    { name: 'state', title: 'State of the proposal', kind: 'text' },
    { name: 'approved_by', title: 'Approved by', kind: 'text' },
    { name: 'approved_at', title: 'Approved (UTC)', kind: 'moment' },
    { name: 'proposal_id', title: 'Proposal id', kind: 'hash' },
  ],
  (transaction, scope, columns) => {
    const { firmId } = transaction
    return readCells(
      transaction,
      columns,
      sql`select h.reference, a.account_number, p.as_of::text, t.side, s.symbol, t.shares, t.price, t.value, t.realized_gain,
          t.tax_cost, t.reason, t.edited_by, t.note, p.state, ok.approved_by, ok.approved_at, t.proposal_id
        from proposed_trade t
        join ${proposalsInScope(firmId, scope)} p on p.id = t.proposal_id
        join household h on h.firm_id = ${firmId} and h.id = p.household_id
        join account a on a.firm_id = ${firmId} and a.id = t.account_id
        join security s on s.firm_id = ${firmId} and s.id = t.security_id
        left join ${standingApprovals(firmId)} ok on true
        where t.firm_id = ${firmId}
        order by p.recorded_at, t.proposal_id, t.ordinal`,
    )
  },
)
