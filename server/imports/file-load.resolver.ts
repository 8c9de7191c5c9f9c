import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { camelRows } from '../database/camel-rows.ts'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { answerOnce, answerRefusal, demand, resultOf } from '../graphql/refusals.ts'
import { FileLoad, ImportFilesInput, ImportFilesPayload } from './file-load.types.ts'
import { importUploads, previewUploads, readUploads } from './import-uploads.ts'

const FileLoadConnection = connectionOf('FileLoad', () => FileLoad)
const ImportFilesResult = resultOf('ImportFilesResult', ImportFilesPayload)

@Resolver(() => FileLoad)
export class FileLoadResolver {
  @Query(() => FileLoadConnection, { description: 'Files whose load changed anything, latest first.' })
  async fileLoads(@Args(() => PageArgs) page: PageArgs, @Ctx() context: Context) {
    const { limit, position } = pageStart(page, 'none')
    const { kysely, firmId } = await context.read()
    let query = kysely
      .selectFrom('file_load')
      .selectAll()
      .where('firm_id', '=', firmId)
      .orderBy('id', 'desc')
      .limit(limit + 1)
    if (position) query = query.where('id', '<', position[1])
    return pageOf(camelRows(await query.execute()), limit, page, (load) => ['', load.id])
  }

  @Mutation(() => ImportFilesResult, {
    description:
      'Loads files that were uploaded, all of them or none, and measures drift anew. Refused as FILES_REFUSED with file, row and column of each problem, as NO_SUCH_UPLOAD, or as BUSY; never a Conflict.',
  })
  async importFiles(
    @Arg('input', () => ImportFilesInput, { description: 'Which files, and on which date they are true.' })
    input: ImportFilesInput,
    @Ctx() context: Context,
  ) {
    demand(context, 'importFiles')
    const request = {
      userId: context.userId,
      uploadIds: input.uploadIds,
      asOf: input.asOf,
      account: input.account,
      actor: { name: context.userName, requestId: context.requestId },
    }
    if (!input.preview) {
      const read = await readUploads(context.database, context.firmId, request)
      return answerOnce(context, 'importFiles', input, (transaction) =>
        importUploads(transaction, read, request),
      )
    }
    const { clientMutationId } = input
    const preview = await previewUploads(context.database, context.firmId, request)
    return preview.kind === 'refused'
      ? answerRefusal(clientMutationId, preview.refused)
      : { kind: 'done', clientMutationId, replayed: false, ...preview.result }
  }
}
