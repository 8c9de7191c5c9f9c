import type { FirmTransaction } from '../database/in-firm.ts'

const PAGE = 5_000

/** The firm's audit records as text, page by page, up to one of them. */
export async function* readChain(
  { firmId, kysely }: FirmTransaction,
  lastSequence: number,
): AsyncGenerator<readonly string[]> {
  for (let after = 0; after < lastSequence;) {
    const rows = await kysely
      .selectFrom('audit_entry')
      .select(['sequence', 'content'])
      .where('firm_id', '=', firmId)
      .where('sequence', '>', String(after))
      .where('sequence', '<=', String(lastSequence))
      .orderBy('sequence')
      .limit(PAGE)
      .execute()
    const last = rows.at(-1)
    if (!last) throw new Error(`The audit chain ends after record ${after}, before ${lastSequence}`)
    yield rows.map(({ content }) => content)
    after = Number(last.sequence)
  }
}
