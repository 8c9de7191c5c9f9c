import { Migration } from '@mikro-orm/migrations'
import { FIRST_RANGES } from './first-ranges.ts'
import { FIRST_REFERENCES, LOT_REFERENCES } from './first-references.ts'
import { FIRST_TABLES } from './first-tables.ts'
import { FIRST_PARTITIONS, FIRST_WALL } from './first-wall.ts'

/** Kept as they come: PostgreSQL would spend its time on packing what is packed already, or is read once. */
const STORED_AS_THEY_COME = `
  alter table upload alter column content set storage external;
  alter table snapshot_content alter column content set storage external;
`

/** The tables, what they refer to, the wall between firms, and their partitions. */
export class Foundations extends Migration {
  override name = '20261122-foundations'

  override up() {
    this.addSql(FIRST_TABLES)
    this.addSql(STORED_AS_THEY_COME)
    this.addSql(FIRST_RANGES)
    this.addSql(FIRST_REFERENCES)
    this.addSql(FIRST_WALL)
    this.addSql(LOT_REFERENCES)
    this.addSql(FIRST_PARTITIONS)
  }
}
