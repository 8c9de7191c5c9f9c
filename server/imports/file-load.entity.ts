import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, recordedAt } from '../database/columns.ts'

/** A file that was sent and not yet named in a mutation, or named and done; removed after a day. */
export const upload = defineEntity({
  name: 'UploadRow',
  tableName: 'upload',
  ...firmWall,
  properties: {
    ...firmKey,
    userId: p.uuid(),
    name: p.string().length(255),
    sha256: p.string().length(64),
    content: p.blob().lazy(),
    recordedAt: recordedAt(),
  },
})
export class UploadRow extends upload.class {}
upload.setClass(UploadRow)

/** One file that was loaded, and what it changed. */
export const fileLoad = defineEntity({
  name: 'FileLoadRow',
  tableName: 'file_load',
  ...firmWall,
  properties: {
    ...firmId,
    id: p.uuid().primary(),
    /** The layout that was recognized. */
    kind: p.string().length(50),
    name: p.string().length(255),
    sha256: p.string().length(64),
    asOf: p.date(),
    records: p.integer(),
    added: p.integer(),
    changed: p.integer(),
    unchanged: p.integer(),
    author: p.string().length(200),
    recordedAt: recordedAt(),
  },
})
export class FileLoadRow extends fileLoad.class {}
fileLoad.setClass(FileLoadRow)
