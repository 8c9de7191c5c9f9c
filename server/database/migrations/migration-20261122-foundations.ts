import { Migration } from '@mikro-orm/migrations'
import { FIRST_REFERENCES, LOT_REFERENCES } from './first-references.ts'
import { FIRST_TABLES } from './first-tables.ts'
import { FIRST_PARTITIONS, FIRST_WALL } from './first-wall.ts'

/** The tables, what they refer to, the wall between firms, and their partitions. */
export class Foundations extends Migration {
  override name = '20261122-foundations'

  override up() {
    this.addSql(FIRST_TABLES)
    this.addSql(FIRST_REFERENCES)
    this.addSql(FIRST_WALL)
    this.addSql(LOT_REFERENCES)
    this.addSql(FIRST_PARTITIONS)
  }
}
