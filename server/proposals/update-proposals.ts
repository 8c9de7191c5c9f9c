import { sql } from 'kysely'
import type { FirmTransaction } from '../database/in-firm.ts'
import type { Proposal } from '../engine/proposal.ts'
import { totalsOf } from './proposal-totals.ts'
import type { ProposalFlag } from './review-flags.ts'

/** A proposal whose list, or what is said of it, a person changed. */
export interface ProposalChange {
  readonly id: string
  readonly list: Proposal
  readonly currentSha256: string
  readonly flags: readonly ProposalFlag[]
  readonly state: 'edited' | 'approved'
  /** Who changed a line; null: only notes were written. */
  readonly editor: string | null
}

/** Keeps the totals, flags and states of changed proposals, in one statement. */
export async function updateProposals(
  { firmId, kysely }: FirmTransaction,
  changes: readonly ProposalChange[],
): Promise<void> {
  const rows = changes.map(({ list, currentSha256, ...change }) => ({
    ...totalsOf(list),
    ...change,
    current_sha256: currentSha256,
  }))
  await sql`
    update proposal p set trade_count = c.trade_count, tax_cost = c.tax_cost, turnover_value = c.turnover_value, base = c.base,
      drift_before = c.drift_before, drift_after = c.drift_after, out_of_band_after = c.out_of_band_after, flags = c.flags,
      current_sha256 = c.current_sha256, state = c.state, version = p.version + 1,
      editors = case when c.editor is null or c.editor = any(p.editors) then p.editors else p.editors || c.editor end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (id uuid, trade_count int, tax_cost numeric, turnover_value numeric,
      base numeric, drift_before int, drift_after int, out_of_band_after int, flags text[], current_sha256 text, state text, editor text)
    where p.firm_id = ${firmId} and p.id = c.id`.execute(kysely)
}
