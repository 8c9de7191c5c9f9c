import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DateTimeScalar, LocalDateScalar } from '../graphql/scalars.ts'

@ObjectType({ simpleResolvers: true, description: 'One file that was loaded, and what it changed.' })
export class FileLoad {
  @Field(() => ID) declare id: string
  @Field(() => String, { description: 'The layout that was recognized.' }) declare kind: string
  @Field(() => String) declare name: string
  @Field(() => String) declare sha256: string
  @Field(() => LocalDateScalar, { description: 'The trade date its facts are true on.' }) declare asOf: string
  @Field(() => Int) declare records: number
  @Field(() => Int) declare added: number
  @Field(() => Int) declare changed: number
  @Field(() => Int) declare unchanged: number
  @Field(() => String) declare author: string
  @Field(() => DateTimeScalar) declare recordedAt: Date
}

@ObjectType({ simpleResolvers: true, description: 'What a file would change, or did.' })
export class LoadedFile {
  @Field(() => String) declare kind: string
  @Field(() => String) declare name: string
  @Field(() => Int) declare records: number
  @Field(() => Int) declare added: number
  @Field(() => Int) declare changed: number
  @Field(() => Int) declare unchanged: number
}

@InputType()
export class ImportFilesInput extends MutationInput {
  @Field(() => [ID], { description: 'Ids that POST /uploads gave. All are loaded or none.' })
  declare uploadIds: string[]

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The trade date the files are true on; else the latest price date they or the firm have.',
  })
  declare asOf?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      "The account of files that name none, such as Schwab's transactions without their first line: its number, or its end behind XXXX or .... What a file itself says goes first.",
  })
  declare account?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would change and writes nothing.' })
  declare preview: boolean
}

@ObjectType({ simpleResolvers: true })
export class ImportFilesPayload extends MutationPayload {
  @Field(() => LocalDateScalar) declare asOf: string
  @Field(() => Boolean, { description: 'Nothing was written.' }) declare preview: boolean
  @Field(() => [LoadedFile]) declare files: LoadedFile[]
  @Field(() => [String], { description: 'What is accepted and still worth a look.' })
  declare warnings: string[]
}
