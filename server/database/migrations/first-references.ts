/** [table, column, table referred to, column referred to]; the firm stands in each, so that none crosses firms. */
const REFERENCES = [
  ['access_token', 'user_id', 'firm_user', 'id'],
  ['security', 'asset_class_id', 'asset_class', 'id'],
  ['price', 'security_id', 'security', 'id'],
  ['model_version', 'model_id', 'model', 'id'],
  ['model_node', 'model_version_id', 'model_version', 'id'],
  ['model_node', 'asset_class_id', 'asset_class', 'id'],
  ['model_security', 'model_version_id', 'model_version', 'id'],
  ['model_security', 'security_id', 'security', 'id'],
  ['model_assignment', 'household_id', 'household', 'id'],
  ['model_assignment', 'model_id', 'model', 'id'],
  ['taxpayer', 'household_id', 'household', 'id'],
  ['taxpayer', 'spouse_id', 'taxpayer', 'id'],
  ['taxpayer', 'grantor_id', 'taxpayer', 'id'],
  ['account', 'household_id', 'household', 'id'],
  ['account', 'taxpayer_id', 'taxpayer', 'id'],
  ['cash_balance', 'account_id', 'account', 'id'],
  ['account_transaction', 'account_id', 'account', 'id'],
  ['account_transaction', 'security_id', 'security', 'id'],
  ['position', 'account_id', 'account', 'id'],
  ['position', 'security_id', 'security', 'id'],
  ['override', 'household_id', 'household', 'id'],
  ['override', 'account_id', 'account', 'id'],
  ['override', 'security_id', 'security', 'id'],
  ['scheduled_purchase', 'account_id', 'account', 'id'],
  ['scheduled_purchase', 'security_id', 'security', 'id'],
  ['upload', 'user_id', 'firm_user', 'id'],
  ['proposal', 'household_id', 'household', 'id'],
  ['proposal', 'account_id', 'account', 'id'],
  ['proposed_trade', 'account_id', 'account', 'id'],
  ['proposed_trade', 'security_id', 'security', 'id'],
] as const

const reference = ([table, column, target, targetColumn]: (typeof REFERENCES)[number]) =>
  // Checked at commit, so that spouses may name each other in one load.
  `alter table "${table}" add constraint ${table}_${column}_fkey foreign key (firm_id, ${column})
     references ${target} (firm_id, ${targetColumn}) deferrable initially deferred;`

/** Foreign keys within a firm. */
export const FIRST_REFERENCES = `
  ${REFERENCES.map(reference).join('\n  ')}
  alter table proposed_trade add constraint proposed_trade_proposal_id_fkey foreign key (firm_id, proposal_id)
    references proposal (firm_id, id);
`

/**
 * References of lots, which come by the ten thousand: checked once a statement for all its rows, where a foreign key would ask for
 * each row by itself (180,000 questions for 60,000 lots). What is referred to is never deleted and never gets another key.
 */
export const LOT_REFERENCES = `
  create function check_lot_references() returns trigger language plpgsql as $$
  declare
    missing bigint;
  begin
    -- Planned anew each time: a plan for one lot would be kept for sixty thousand.
    execute case tg_table_name
      when 'tax_lot' then
        'select count(*) from added l left join account a on a.firm_id = l.firm_id and a.id = l.account_id
           left join security s on s.firm_id = l.firm_id and s.id = l.security_id where a.id is null or s.id is null'
      else
        'select count(*) from added c left join tax_lot l on l.firm_id = c.firm_id and l.account_id = c.account_id and l.id = c.lot_id
           where l.id is null'
    end into missing;
    if missing > 0 then
      raise exception '% rows of % refer to what is not there', missing, tg_table_name using errcode = 'foreign_key_violation';
    end if;
    return null;
  end $$;
  create trigger references_exist after insert on tax_lot referencing new table as added
    for each statement execute function check_lot_references();
  create trigger references_exist after insert on tax_lot_change referencing new table as added
    for each statement execute function check_lot_references();
  create trigger refuse_other_key before update of firm_id, id, account_id, security_id on tax_lot
    for each statement execute function refuse_change();
  create trigger refuse_other_key before update of firm_id, id on account for each statement execute function refuse_change();
  create trigger refuse_other_key before update of firm_id, id on security for each statement execute function refuse_change();
  create trigger refuse_delete before delete on tax_lot for each statement execute function refuse_change();
  create trigger refuse_delete before delete on account for each statement execute function refuse_change();
  create trigger refuse_delete before delete on security for each statement execute function refuse_change();
`
