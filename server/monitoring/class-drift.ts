import { sql, type RawBuilder } from 'kysely'
import { exactRatio } from './exact-ratio.ts'

/** What lies outside the model has this name and ordinal. */
const OUTSIDE = sql`-1 as ordinal, null::int as parent_ordinal, 'Outside the model' as name, null::uuid as asset_class_id, false as is_cash,
  0 as target, 0 as low, 1 as high`

/**
 * SQL: one row for each class and tier of stored drifts, and (ordinal -1) one for what lies outside the model: value, weight, drift and
 * where it stands to its band. `drifts` is SQL of rows of drift. Weights are of the base, rounded once; none where it is zero.
 */
export const classDrifts = (firmId: string, drifts: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select subject_id, household_id, subject_kind, base, ordinal, parent_ordinal, name, asset_class_id, is_cash, value, target, low, high,
      case when base > 0 then ${exactRatio('value')} end as weight,
      case when base > 0 then ${exactRatio('(value - target * base)')} end as drift,
      case when base = 0 then 'noValue' when value < low * base then 'belowBand' when value > high * base then 'aboveBand'
        else 'inBand' end as status
    from (
      select stored.subject_id, stored.household_id, stored.subject_kind, stored.base, n.*, stored.value
      from (
        select d.subject_id, d.household_id, d.subject_kind, d.base, d.model_version_id, node.ordinal, node.value
        from (${drifts}) d cross join lateral unnest(d.node_ordinals, d.node_values) as node (ordinal, value)
        -- Taken apart once for each drift, and not again for each node that it may be joined to.
        offset 0
      ) stored
      join (
        select model_version_id, ordinal, parent_ordinal, name, asset_class_id, is_cash, target, low, high
        from model_node where firm_id = ${firmId}
        union all
        select id, ${OUTSIDE} from model_version where firm_id = ${firmId}
      ) n on n.model_version_id = stored.model_version_id and n.ordinal = stored.ordinal
    ) measured`
