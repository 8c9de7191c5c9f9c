import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DateTimeScalar, LocalDateScalar } from '../graphql/scalars.ts'

const KIND = 'The layout that its header was recognized as: prices, schwabUnrealizedLots, …'
const NAME = 'What the file was called, without its folder, up to 255 characters.'
const RECORDS = 'Records read; header and totals are not counted.'
const ADDED = 'Records that the firm did not have.'
const CHANGED =
  'Records that differ from what the firm had, and what ends because the file states it no more.'
const UNCHANGED = 'Records that the firm had already.'

@ObjectType({ simpleResolvers: true, description: 'One file that was loaded, and what it changed.' })
export class FileLoad {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  @Field(() => String, { description: KIND }) declare kind: string
  @Field(() => String, { description: NAME }) declare name: string

  @Field(() => String, { description: 'SHA-256 of the bytes of the file, in hexadecimal.' })
  declare sha256: string

  @Field(() => LocalDateScalar, {
    description:
      'The trade date that its facts are true on; positions and cash on the day that the file itself states, if any.',
  })
  declare asOf: string

  @Field(() => Int, { description: RECORDS }) declare records: number
  @Field(() => Int, { description: ADDED }) declare added: number
  @Field(() => Int, { description: CHANGED }) declare changed: number
  @Field(() => Int, { description: UNCHANGED }) declare unchanged: number
  @Field(() => String, { description: 'The user who loaded it.' }) declare author: string

  @Field(() => DateTimeScalar, { description: "When it was loaded, by the database's clock." })
  declare recordedAt: Date
}

@ObjectType({ simpleResolvers: true, description: 'What a file would change, or did.' })
export class LoadedFile {
  @Field(() => String, { description: KIND }) declare kind: string
  @Field(() => String, { description: NAME }) declare name: string
  @Field(() => Int, { description: RECORDS }) declare records: number
  @Field(() => Int, { description: ADDED }) declare added: number
  @Field(() => Int, { description: CHANGED }) declare changed: number
  @Field(() => Int, { description: UNCHANGED }) declare unchanged: number
}

@InputType({ description: 'Files that were uploaded, to be loaded together.' })
export class ImportFilesInput extends MutationInput {
  @Field(() => [ID], {
    description:
      'Ids that POST /uploads gave this user, at least one; all are loaded or none. An upload is kept for a day.',
  })
  declare uploadIds: string[]

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      'The trade date that the files are true on; null: the latest date of a price in them or in the firm.',
  })
  declare asOf?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      "The account of files that name none, such as Schwab's transactions without their first line: its number, or its end behind XXXX or .... What a file itself says goes first.",
  })
  declare account?: string | null

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'true: says what would change, writes nothing, and leaves the key and the uploads unused.',
  })
  declare preview: boolean
}

@ObjectType({ simpleResolvers: true, description: 'What a load of files changed, or would change.' })
export class ImportFilesPayload extends MutationPayload {
  @Field(() => LocalDateScalar, { description: 'The trade date that the files were taken as true on.' })
  declare asOf: string

  @Field(() => Boolean, { description: 'true: nothing was written.' }) declare preview: boolean

  @Field(() => [LoadedFile], { description: 'One for each file, in the order in which one needs the other.' })
  declare files: LoadedFile[]

  @Field(() => [String], {
    description:
      'What is accepted and still worth a look, a line each: `file:row:column: what, value found, what is expected`.',
  })
  declare warnings: string[]
}
