import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { answerOnce, demand, resultOf } from '../graphql/refusals.ts'
import { idOrNil } from '../graphql/ids.ts'
import { Security } from '../securities/security.types.ts'
import { modelsAfter } from './load-models.ts'
import {
  Model,
  ModelNode,
  ModelSecurity,
  ModelVersion,
  PublishModelVersionInput,
  PublishModelVersionPayload,
} from './model.types.ts'
import { publishVersion } from './publish-version.ts'

const ModelConnection = connectionOf('Model', () => Model)
const PublishModelVersionResult = resultOf('PublishModelVersionResult', PublishModelVersionPayload)

@Resolver(() => Model)
export class ModelResolver {
  @Query(() => ModelConnection, { description: 'Models in order of name.' })
  async models(@Args(() => PageArgs) page: PageArgs, @Ctx() context: Context) {
    const { limit, position } = pageStart(page, 'text')
    const rows = await modelsAfter(await context.read(), position && String(position[0]), limit + 1)
    return pageOf(rows, limit, page, (model) => [model.name, model.id])
  }

  @Query(() => Model, { nullable: true, description: 'A model by id; null where this firm has none.' })
  model(@Arg('id', () => ID, { description: 'The Model.id.' }) id: string, @Ctx() context: Context) {
    return context.loaders.model.load(id)
  }

  @Mutation(() => PublishModelVersionResult, {
    description:
      'Publishes an edited model as its next version and measures drift of its households anew. Refused as MODEL_REFUSED with the row of every fault, or as NO_CHANGE, NO_RATIONALE, BEFORE_LATEST or NOT_FOUND; a Conflict where a colleague published in between.',
  })
  async publishModelVersion(
    @Arg('input', () => PublishModelVersionInput, { description: 'The model as it is to be, whole.' })
    input: PublishModelVersionInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'publishModels')
    return answerOnce(context, 'publishModelVersion', input, (transaction) =>
      publishVersion(transaction, {
        ...input,
        modelId: idOrNil(input.modelId),
        author: context.userName,
        content: {
          nodes: input.nodes.map((node) => ({ ...node, parent: node.parent ?? null })),
          securities: input.securities.map((security) => ({ ...security })),
        },
      }),
    )
  }

  @FieldResolver(() => [ModelVersion], {
    description: 'Every version, the latest effectiveFrom first, then the highest number.',
  })
  versions(@Root() model: Model, @Ctx() context: Context) {
    return context.loaders.versionsOfModel.load(model.id)
  }

  @FieldResolver(() => ModelVersion, {
    nullable: true,
    description:
      'The version in force on Firm.asOf; where none is yet, the one that will be first. Null: it has no version.',
  })
  async current(@Root() model: Model, @Ctx() context: Context) {
    const versions = await context.loaders.versionsOfModel.load(model.id)
    const asOf = await context.loaders.asOf()
    return versions.find((version) => asOf !== undefined && version.effectiveFrom <= asOf) ?? versions.at(-1)
  }

  @FieldResolver(() => Int, { description: 'Households that are assigned to it on Firm.asOf.' })
  householdCount(@Root() model: Model, @Ctx() context: Context) {
    return context.loaders.householdCountOfModel.load(model.id)
  }
}

@Resolver(() => ModelVersion)
export class ModelVersionResolver {
  @FieldResolver(() => Model, { description: 'The model that it is an edition of.' })
  model(@Root() version: ModelVersion, @Ctx() context: Context) {
    return context.loaders.model.load(version.modelId)
  }

  @FieldResolver(() => [ModelNode], {
    description: 'Every tier and class in order of ordinal, tiers before their classes.',
  })
  nodes(@Root() version: ModelVersion, @Ctx() context: Context) {
    return context.loaders.nodesOfVersion.load(version.id)
  }
}

@Resolver(() => ModelNode)
export class ModelNodeResolver {
  @FieldResolver(() => Boolean, { description: 'A tier above classes, which holds no securities itself.' })
  isTier(@Root() node: ModelNode) {
    return node.assetClassId === null
  }

  @FieldResolver(() => [ModelSecurity], {
    description:
      'What fills the class, by holder, slot and rank; of a tier none, of the cash class often none.',
  })
  async securities(@Root() node: ModelNode, @Ctx() context: Context) {
    const securities = await context.loaders.securitiesOfVersion.load(node.modelVersionId)
    return securities.filter((security) => security.nodeOrdinal === node.ordinal)
  }
}

@Resolver(() => ModelSecurity)
export class ModelSecurityResolver {
  @FieldResolver(() => Security, { description: 'What is bought.' })
  security(@Root() slot: ModelSecurity, @Ctx() context: Context) {
    return context.loaders.security.load(slot.securityId)
  }
}

@Resolver(() => PublishModelVersionPayload)
export class PublishModelVersionPayloadResolver {
  @FieldResolver(() => ModelVersion, { description: 'The new version.' })
  modelVersion(@Root() payload: PublishModelVersionPayload, @Ctx() context: Context) {
    return context.loaders.modelVersion.load(payload.modelVersionId)
  }
}
