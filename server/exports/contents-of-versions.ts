import type { FirmTransaction } from '../database/in-firm.ts'
import { nodesOfVersions, securitiesOfVersions } from '../models/load-models.ts'
import type { ContentNode, ContentSecurity, ModelContent } from '../models/model-content.ts'

/** What versions of models say, by their ids; weights as fractions in their shortest form. */
export async function contentsOfVersions(
  transaction: FirmTransaction,
  versionIds: readonly string[],
): Promise<Map<string, ModelContent>> {
  if (versionIds.length === 0) return new Map()
  const { firmId, kysely } = transaction
  const nodes = await nodesOfVersions(transaction, versionIds)
  const securities = await securitiesOfVersions(transaction, versionIds)
  const symbols = new Map(
    (
      await kysely.selectFrom('security').select(['id', 'symbol']).where('firm_id', '=', firmId).execute()
    ).map(({ id, symbol }) => [id, symbol]),
  )
  const nodesByVersion = Map.groupBy(nodes, ({ modelVersionId }) => modelVersionId)
  const securitiesByVersion = Map.groupBy(securities, ({ modelVersionId }) => modelVersionId)
  return new Map(
    versionIds.map((id) => {
      const tree = nodesByVersion.get(id) ?? []
      const names = new Map(tree.map(({ ordinal, name }) => [ordinal, name]))
      const slots = Map.groupBy(
        securitiesByVersion.get(id) ?? [],
        ({ nodeOrdinal, holder, slot }) => `${nodeOrdinal} ${holder} ${slot}`,
      )
      return [
        id,
        {
          nodes: tree.map((node): ContentNode => ({
            name: node.name,
            parent: node.parentOrdinal === null ? null : names.get(node.parentOrdinal)!,
            isCash: node.isCash,
            target: shortest(node.target),
            low: shortest(node.low),
            high: shortest(node.high),
          })),
          securities: [...slots.values()].map((ranks): ContentSecurity => {
            const [chosen, ...alternatives] = ranks
            return {
              assetClass: names.get(chosen!.nodeOrdinal)!,
              holder: chosen!.holder,
              symbol: symbols.get(chosen!.securityId)!,
              weight: shortest(chosen!.weight),
              alternatives: alternatives.map(({ securityId }) => symbols.get(securityId)!),
            }
          }),
        },
      ]
    }),
  )
}

/** `0.250000` is `0.25`. */
const shortest = (decimal: string) => decimal.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
