import { Migration } from '@mikro-orm/migrations'
import { wall } from './first-wall.ts'

/** Rows that are never changed. */
export const APPEND_ONLY = ['audit_checkpoint']

const TABLES = `
  create table audit_checkpoint (
    firm_id uuid not null,
    sequence bigint not null,
    hash varchar(64) not null,
    at varchar(40) not null,
    signature varchar(200) not null,
    public_key text not null,
    primary key (firm_id, sequence)
  );
`

/** Signed checkpoints of the audit chain. */
export class History extends Migration {
  override name = '20261126-history'

  override up() {
    this.addSql(TABLES)
    this.addSql(
      wall({
        tables: ['audit_checkpoint'],
        appendOnly: APPEND_ONLY,
        updated: [],
        deleted: [],
        hiddenFromReader: [],
      }),
    )
  }
}
