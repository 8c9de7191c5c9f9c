import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql'
import { sql } from 'kysely'
import type { Context } from '../graphql/context.ts'
import { Override } from '../households/override.types.ts'
import { overridesOfFirm } from '../households/load-households.ts'
import { FirmDrift } from '../monitoring/drift.types.ts'
import { firmDrift } from '../monitoring/load-drift.ts'
import { Firm, Viewer } from './access.types.ts'

@Resolver(() => Firm)
export class FirmResolver {
  @Query(() => Viewer, { description: 'Who asks, and in which firm.' })
  async viewer(@Ctx() context: Context): Promise<Viewer> {
    const { kysely, firmId } = await context.read()
    const firm = await kysely
      .selectFrom('firm')
      .select('name')
      .where('firm_id', '=', firmId)
      .executeTakeFirstOrThrow()
    return { userName: context.userName, role: context.role, firmName: firm.name }
  }

  @Query(() => Firm, { description: 'The firm of the token, as a whole.' })
  async firm(@Ctx() context: Context): Promise<Firm> {
    const { kysely, firmId } = await context.read()
    const { rows } = await sql<Omit<Firm, 'asOf'>>`
      select f.name,
        (select count(*)::int from household where firm_id = f.firm_id) as "householdCount",
        (select count(*)::int from account where firm_id = f.firm_id) as "accountCount",
        (select count(*)::int from drift
          where firm_id = f.firm_id and subject_kind = 'household' and out_of_band > 0) as "householdsOutOfBand"
      from firm f where f.firm_id = ${firmId}`.execute(kysely)
    return { ...rows[0]!, asOf: (await context.loaders.asOf()) ?? null }
  }

  @FieldResolver(() => [Override], {
    description:
      'Those for every account of the firm, such as its restricted list, past and future ones included.',
  })
  async overrides(@Ctx() context: Context) {
    return overridesOfFirm(await context.read())
  }

  @FieldResolver(() => FirmDrift, {
    nullable: true,
    description: 'All households that are measured, added up; null: none is.',
  })
  async drift(@Ctx() context: Context) {
    return firmDrift(await context.read())
  }
}
