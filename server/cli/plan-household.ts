import type { RebalanceMode, Scope, Snapshot } from '../engine/snapshot.ts'
import { InputRefused } from './failure.ts'
import type { OpenEvenkeel } from './with-evenkeel.ts'

/** Scopes as the command line names them; one more, of a single node, is `sleeve:NAME`. */
const SCOPES: Readonly<Record<string, Scope>> = {
  all: { kind: 'all' },
  'invest-cash': { kind: 'investCash' },
  'raise-cash': { kind: 'raiseCash' },
  harvest: { kind: 'harvest' },
  'sell-only': { kind: 'sellOnly' },
  'buy-only': { kind: 'buyOnly' },
}
const SLEEVE = 'sleeve:'

export const SCOPE_CHOICES = [...Object.keys(SCOPES), `${SLEEVE}NAME`].join(', ')

/** Which trades may be proposed, as it was asked for: a scope, or a sleeve by the name or id of its node. */
export type AskedScope = { readonly scope: Scope } | { readonly sleeve: string }

/** What `--scope` asks for; null where it names no scope. */
export function askedScope(text: string): AskedScope | null {
  if (text.startsWith(SLEEVE) && text.length > SLEEVE.length) return { sleeve: text.slice(SLEEVE.length) }
  return Object.hasOwn(SCOPES, text) ? { scope: SCOPES[text] as Scope } : null
}

/** The facts of a household as of the latest date with complete positions and prices. */
export async function householdSnapshot(
  { database, firmId }: OpenEvenkeel,
  asked: { readonly idOrReference: string; readonly mode: RebalanceMode; readonly scope: AskedScope },
): Promise<Snapshot> {
  const { idOrReference, mode } = asked
  const { latestCompleteDate } = await import('../monitoring/refresh-drift.ts')
  const { loadSnapshots } = await import('../proposals/load-snapshot.ts')
  const { whyNoRates } = await import('../proposals/rates-on-date.ts')
  return database.readInFirm(firmId, async (transaction) => {
    const household = await transaction.kysely
      .selectFrom('household')
      .select(['id', 'name'])
      .where('firm_id', '=', firmId)
      .where((where) =>
        where.or([
          where(where.cast<string>('id', 'text'), '=', idOrReference.toLowerCase()),
          where('reference', '=', idOrReference),
        ]),
      )
      .executeTakeFirst()
    if (!household) throw new InputRefused(`There is no household ${idOrReference}.`)
    const asOf = await latestCompleteDate(transaction)
    if (asOf === undefined) throw new InputRefused('Nothing was loaded yet: import lots and prices first.')
    const noRates = (await whyNoRates(transaction, [household.id], asOf)).get(household.id)
    if (noRates !== undefined) throw new InputRefused(noRates)
    const [snapshot] = await loadSnapshots(transaction, { householdIds: [household.id], mode, asOf })
    if (!snapshot)
      throw new InputRefused(`${household.name} has no model in force on ${asOf}: assign one first.`)
    return { ...snapshot, settings: settingsFor(snapshot, scopeIn(snapshot, asked.scope)) }
  })
}

/** A part that is asked for needs no other reason to trade, and in a harvest a loss is worth its rate. */
function settingsFor({ settings }: Snapshot, scope: Scope): Snapshot['settings'] {
  if (scope.kind === 'all') return settings
  const lossCredit = scope.kind === 'harvest' ? '1' : settings.lossCredit
  return { ...settings, scope, lossCredit, trigger: 'asked' }
}

/** The scope with the node that a sleeve's name stands for. */
export function scopeIn({ models }: Snapshot, asked: AskedScope): Scope {
  if ('scope' in asked) return asked.scope
  const nodes = models.flatMap((model) => model.nodes)
  const named = nodes.filter(({ id, name }) => id === asked.sleeve || name === asked.sleeve)
  const [nodeId, ...others] = new Set(named.map(({ id }) => id))
  if (nodeId === undefined) {
    const names = [...new Set(nodes.map(({ name }) => name))].sort().join(', ')
    throw new InputRefused(`There is no sleeve ${asked.sleeve}; there are ${names}.`)
  }
  if (others.length > 0)
    throw new InputRefused(
      `Several sleeves are called ${asked.sleeve}: name one by its id, ${[nodeId, ...others].join(' or ')}.`,
    )
  return { kind: 'sleeve', nodeId }
}
