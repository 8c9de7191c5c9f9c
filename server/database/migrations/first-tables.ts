/** The tables as `entities.ts` describes them; a test holds the two against each other. */
export const FIRST_TABLES = `
  create table access_token (
    firm_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    role text not null,
    secret_sha256 varchar(64) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    expires_at timestamptz null,
    revoked_at timestamptz null,
    primary key (firm_id, id)
  );

  alter table access_token add constraint access_token_firm_id_secret_sha256_unique unique (firm_id, secret_sha256);

  alter table access_token add constraint access_token_role_check check (role in ('administrator', 'advisor', 'analyst', 'compliance'));

  create table account (
    firm_id uuid not null,
    id uuid not null,
    account_number varchar(50) not null,
    household_id uuid not null,
    taxpayer_id uuid not null,
    name varchar(200) not null,
    registration varchar(50) not null,
    tax_status text not null,
    custodian varchar(100) not null,
    discretionary boolean not null,
    notice_policy text not null,
    minimum_cash numeric(20,4) not null,
    management text not null default 'managed',
    margin_approved boolean not null default false,
    fund_cost_basis text not null default 'lots',
    cash numeric(20,4) not null,
    positions_as_of date null,
    version int not null default 1,
    primary key (firm_id, id)
  );

  create index account_firm_id_household_id_index on account (firm_id, household_id);

  alter table account add constraint account_firm_id_account_number_unique unique (firm_id, account_number);

  alter table account add constraint account_tax_status_check check (tax_status in ('taxable', 'tax_deferred', 'tax_exempt'));

  alter table account add constraint account_management_check check (management in ('managed', 'held_away'));

  alter table account add constraint account_fund_cost_basis_check check (fund_cost_basis in ('lots', 'average'));

  alter table account add constraint account_notice_policy_check check (notice_policy in ('notice', 'consent'));

  create table asset_class (
    firm_id uuid not null,
    id uuid not null,
    name varchar(100) not null,
    primary key (firm_id, id)
  );

  alter table asset_class add constraint asset_class_firm_id_name_unique unique (firm_id, name);

  create table audit_entry (
    firm_id uuid not null,
    sequence bigint not null,
    recorded_at timestamptz(6) not null,
    actor varchar(200) not null,
    action varchar(50) not null,
    noun varchar(50) not null,
    noun_id varchar(100) not null,
    request_id varchar(64) not null,
    content text not null,
    previous_hash varchar(64) not null,
    hash varchar(64) not null,
    primary key (firm_id, sequence)
  );

  create index audit_entry_firm_id_noun_noun_id_index on audit_entry (firm_id, noun, noun_id);

  create table audit_head (
    firm_id uuid not null,
    sequence bigint not null,
    hash varchar(64) not null,
    primary key (firm_id)
  );

  create table cash_balance (
    firm_id uuid not null,
    account_id uuid not null,
    valid_from date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    cash numeric(20,4) not null,
    primary key (firm_id, account_id, valid_from, recorded_at)
  );

  create table class_drift (
    firm_id uuid not null,
    subject_id uuid not null,
    ordinal int not null,
    parent_ordinal int null,
    name varchar(100) not null,
    asset_class_id uuid null,
    is_cash boolean not null,
    value numeric(20,4) not null,
    weight numeric(24,6) null,
    drift numeric(24,6) null,
    target numeric(9,6) not null,
    low numeric(9,6) not null,
    high numeric(9,6) not null,
    status text not null,
    primary key (firm_id, subject_id, ordinal)
  );

  alter table class_drift add constraint class_drift_status_check check (status in ('noValue', 'belowBand', 'inBand', 'aboveBand'));

  create table custodian_fee (
    firm_id uuid not null,
    custodian varchar(100) not null,
    ordinal int not null,
    applies_to text not null,
    value_up_to numeric(20,4) null,
    per_order numeric(20,4) not null,
    rate numeric(9,6) not null,
    primary key (firm_id, custodian, ordinal)
  );

  alter table custodian_fee add constraint custodian_fee_applies_to_check check (applies_to in ('stock', 'etf', 'fund', 'any'));

  create table drift (
    firm_id uuid not null,
    subject_id uuid not null,
    subject_kind text not null,
    household_id uuid not null,
    model_version_id uuid not null,
    as_of date not null,
    base numeric(20,4) not null,
    positions_value numeric(20,4) not null,
    cash numeric(20,4) not null,
    reserve numeric(20,4) not null,
    unpriced int not null,
    out_of_band int not null,
    largest_drift int not null,
    refreshed_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, subject_id)
  );

  create index drift_firm_id_subject_kind_out_of_band_subject_id_index on drift (firm_id, subject_kind, out_of_band, subject_id);

  create index drift_firm_id_subject_kind_largest_drift_subject_id_index on drift (firm_id, subject_kind, largest_drift, subject_id);

  create index drift_firm_id_household_id_index on drift (firm_id, household_id);

  alter table drift add constraint drift_subject_kind_check check (subject_kind in ('household', 'account'));

  create table file_load (
    firm_id uuid not null,
    id uuid not null,
    kind varchar(50) not null,
    name varchar(255) not null,
    sha256 varchar(64) not null,
    as_of date not null,
    records int not null,
    added int not null,
    changed int not null,
    unchanged int not null,
    author varchar(200) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, id)
  );

  create table firm (
    firm_id uuid not null,
    name varchar(200) not null,
    minimum_trade numeric(20,4) not null default '100.0000',
    cash_cushion numeric(9,6) not null default '0.010000',
    avoid_short_term_gains boolean not null default true,
    lot_relief text not null default 'MIN_TAX',
    loss_credit numeric(9,6) not null default '0.000000',
    harvest_threshold numeric(20,4) not null default '100.0000',
    deviation_price numeric(9,6) not null default '0.002000',
    location_years numeric(5,2) not null default '3.00',
    long_term_wait_days int not null default 0,
    minimum_trade_fraction numeric(9,6) not null default '0.000000',
    sell_all_below numeric(20,4) not null default '0.0000',
    minimum_improvement numeric(9,6) not null default '0.000000',
    switch_back_price numeric(9,6) not null default '0.000000',
    washed_lots_for_cash boolean not null default true,
    prorate_budgets boolean not null default false,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    version int not null default 1,
    primary key (firm_id)
  );

  alter table firm add constraint firm_lot_relief_check check (lot_relief in ('FIFO', 'LIFO', 'HIFO', 'MIN_TAX'));

  create table firm_user (
    firm_id uuid not null,
    id uuid not null,
    name varchar(200) not null,
    role text not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, id)
  );

  alter table firm_user add constraint firm_user_firm_id_name_unique unique (firm_id, name);

  alter table firm_user add constraint firm_user_role_check check (role in ('administrator', 'advisor', 'analyst', 'compliance'));

  create table household (
    firm_id uuid not null,
    id uuid not null,
    reference varchar(50) not null,
    name varchar(200) not null,
    rebalance_level text not null,
    objective varchar(100) null,
    time_horizon_years int null,
    risk_tolerance varchar(50) null,
    income_need numeric(9,6) null,
    profiled_on date null,
    version int not null default 1,
    primary key (firm_id, id)
  );

  alter table household add constraint household_firm_id_reference_unique unique (firm_id, reference);

  alter table household add constraint household_rebalance_level_check check (rebalance_level in ('household', 'account'));

  create table model_assignment (
    firm_id uuid not null,
    household_id uuid not null,
    effective_from date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    model_id uuid null,
    author varchar(200) not null,
    primary key (firm_id, household_id, effective_from, recorded_at)
  );

  create table model_node (
    firm_id uuid not null,
    model_version_id uuid not null,
    ordinal int not null,
    parent_ordinal int null,
    name varchar(100) not null,
    asset_class_id uuid null,
    is_cash boolean not null default false,
    target numeric(9,6) not null,
    low numeric(9,6) not null,
    high numeric(9,6) not null,
    primary key (firm_id, model_version_id, ordinal)
  );

  create table model (
    firm_id uuid not null,
    id uuid not null,
    name varchar(200) not null,
    version int not null default 1,
    primary key (firm_id, id)
  );

  alter table model add constraint model_firm_id_name_unique unique (firm_id, name);

  create table model_security (
    firm_id uuid not null,
    model_version_id uuid not null,
    node_ordinal int not null,
    holder text not null,
    slot int not null,
    rank int not null,
    security_id uuid not null,
    weight numeric(9,6) not null,
    primary key (firm_id, model_version_id, node_ordinal, holder, slot, rank)
  );

  alter table model_security add constraint model_security_holder_check check (holder in ('any', 'taxable', 'tax_deferred', 'tax_exempt'));

  create table model_version (
    firm_id uuid not null,
    id uuid not null,
    model_id uuid not null,
    number int not null,
    effective_from date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    author varchar(200) not null,
    rationale text not null,
    content_sha256 varchar(64) not null,
    primary key (firm_id, id)
  );

  alter table model_version add constraint model_version_firm_id_model_id_number_unique unique (firm_id, model_id, number);

  create table mutation_key (
    firm_id uuid not null,
    recorded_on date not null default current_date,
    user_id uuid not null,
    client_mutation_id varchar(255) not null,
    operation varchar(100) not null,
    input_sha256 varchar(64) not null,
    result jsonb not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, recorded_on, user_id, client_mutation_id)
  ) partition by range (recorded_on);

  create table override (
    firm_id uuid not null,
    id uuid not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    household_id uuid null,
    account_id uuid null,
    kind text not null,
    security_id uuid null,
    value numeric(20,8) null,
    upper_value numeric(20,8) null,
    unit text null,
    reason text not null,
    author varchar(200) not null,
    starts date not null,
    expires date null,
    review_on date null,
    primary key (firm_id, id, recorded_at)
  );

  create index override_firm_id_account_id_index on override (firm_id, account_id);

  create index override_firm_id_household_id_index on override (firm_id, household_id);

  alter table override add constraint override_kind_check check (kind in ('hold', 'do_not_sell', 'do_not_buy', 'restricted', 'cap', 'keep_within', 'cash_reserve', 'exclude', 'sell'));

  alter table override add constraint override_unit_check check (unit in ('fraction', 'dollars', 'shares'));

  create table "position" (
    firm_id uuid not null,
    account_id uuid not null,
    security_id uuid not null,
    valid_from date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    shares numeric(20,8) not null,
    primary key (firm_id, account_id, security_id, valid_from, recorded_at)
  );

  create table price (
    firm_id uuid not null,
    security_id uuid not null,
    price_date date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    close numeric(18,6) not null,
    adjusted_close numeric(18,6) null,
    volume bigint null,
    primary key (firm_id, security_id, price_date, recorded_at)
  );

  create table proposal (
    firm_id uuid not null,
    id uuid not null,
    household_id uuid not null,
    account_id uuid null,
    scope text not null,
    mode text not null,
    preference text not null,
    sleeve varchar(100) null,
    state text not null,
    as_of date not null,
    engine_version varchar(50) not null,
    month date not null,
    snapshot_sha256 varchar(64) not null,
    content_sha256 varchar(64) not null,
    current_sha256 varchar(64) not null,
    trade_count int not null,
    tax_cost numeric(20,4) not null,
    turnover_value numeric(20,4) not null,
    author varchar(200) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    version int not null default 1,
    primary key (firm_id, id)
  );

  create index proposal_firm_id_household_id_id_index on proposal (firm_id, household_id, id);

  alter table proposal add constraint proposal_scope_check check (scope in ('target', 'midpoint', 'band', 'sleeve', 'invest_cash', 'raise_cash', 'harvest', 'sell_only', 'buy_only'));

  alter table proposal add constraint proposal_mode_check check (mode in ('target', 'midpoint', 'band'));

  alter table proposal add constraint proposal_preference_check check (preference in ('best_fit', 'fewest_trades'));

  alter table proposal add constraint proposal_state_check check (state in ('proposed', 'edited'));

  create table proposed_trade (
    firm_id uuid not null,
    proposal_id uuid not null,
    id varchar(200) not null,
    ordinal int not null,
    account_id uuid not null,
    security_id uuid not null,
    side text not null,
    shares numeric(20,8) not null,
    price numeric(18,6) not null,
    value numeric(20,4) not null,
    tax_cost numeric(20,4) not null,
    realized_gain numeric(20,4) not null,
    reason_code varchar(50) not null,
    reason text not null,
    reason_facts jsonb not null,
    lots jsonb not null,
    edited_by varchar(200) null,
    note text null,
    primary key (firm_id, proposal_id, id)
  );

  alter table proposed_trade add constraint proposed_trade_side_check check (side in ('sell', 'buy'));

  create table scheduled_purchase (
    firm_id uuid not null,
    account_id uuid not null,
    security_id uuid not null,
    trade_date date not null,
    reason varchar(200) null,
    source varchar(255) not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, account_id, security_id, trade_date)
  );

  create table security (
    firm_id uuid not null,
    id uuid not null,
    symbol varchar(20) not null,
    name varchar(200) not null,
    asset_class_id uuid null,
    expense_ratio numeric(9,6) null,
    tax_efficiency text null,
    tax_character text not null,
    identical_group varchar(50) not null,
    kind text not null default 'etf',
    half_spread_bps numeric(8,4) not null default '0.0000',
    round_lot numeric(20,8) not null default '0.00000000',
    minimum_purchase numeric(20,4) not null default '0.0000',
    redemption_fee numeric(9,6) not null default '0.000000',
    redemption_fee_days int not null default 0,
    version int not null default 1,
    primary key (firm_id, id)
  );

  alter table security add constraint security_firm_id_symbol_unique unique (firm_id, symbol);

  alter table security add constraint security_kind_check check (kind in ('stock', 'etf', 'fund'));

  alter table security add constraint security_tax_efficiency_check check (tax_efficiency in ('high', 'medium', 'low'));

  alter table security add constraint security_tax_character_check check (tax_character in ('equity', 'bond', 'municipal', 'treasury', 'reit', 'collectible', 'commodity_pool'));

  create table snapshot_content (
    firm_id uuid not null,
    month date not null,
    sha256 varchar(64) not null,
    content bytea not null,
    primary key (firm_id, month, sha256)
  ) partition by range (month);

  create table tax_lot_change (
    firm_id uuid not null,
    account_id uuid not null,
    lot_id uuid not null,
    valid_from date not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    holding_period_start date not null,
    shares numeric(20,8) not null,
    cost_basis numeric(20,4) null,
    primary key (firm_id, account_id, lot_id, valid_from, recorded_at)
  );

  create table tax_lot (
    firm_id uuid not null,
    account_id uuid not null,
    id uuid not null,
    security_id uuid not null,
    acquired date not null,
    holding_period_start date not null,
    unit_cost numeric(18,6) null,
    ordinal int not null,
    shares numeric(20,8) not null,
    cost_basis numeric(20,4) null,
    primary key (firm_id, account_id, id)
  );

  create unique index tax_lot_natural_key on tax_lot (firm_id, account_id, security_id, acquired, unit_cost, ordinal) nulls not distinct;

  create table taxpayer (
    firm_id uuid not null,
    id uuid not null,
    reference varchar(50) not null,
    household_id uuid not null,
    kind text not null,
    spouse_id uuid null,
    grantor_id uuid null,
    filing_status varchar(50) null,
    federal_short_rate numeric(9,6) null,
    federal_long_rate numeric(9,6) null,
    net_investment_income_tax numeric(9,6) null,
    state_rate numeric(9,6) not null,
    taxable_income numeric(20,4) null,
    modified_adjusted_gross_income numeric(20,4) null,
    gain_budget numeric(20,4) null,
    tax_budget numeric(20,4) null,
    year_to_date_short_gain numeric(20,4) not null,
    year_to_date_long_gain numeric(20,4) not null,
    loss_carryforward numeric(20,4) not null,
    version int not null default 1,
    primary key (firm_id, id)
  );

  create index taxpayer_firm_id_household_id_index on taxpayer (firm_id, household_id);

  alter table taxpayer add constraint taxpayer_firm_id_reference_unique unique (firm_id, reference);

  alter table taxpayer add constraint taxpayer_kind_check check (kind in ('person', 'grantor_trust', 'trust'));

  create table upload (
    firm_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    name varchar(255) not null,
    sha256 varchar(64) not null,
    content bytea not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, id)
  );

  create table account_transaction (
    firm_id uuid not null,
    account_id uuid not null,
    id uuid not null,
    trade_date date not null,
    action varchar(100) not null,
    side text not null,
    reinvested boolean not null,
    security_id uuid null,
    shares numeric(20,8) null,
    price numeric(18,6) null,
    fees numeric(20,4) null,
    amount numeric(20,4) null,
    ordinal int not null,
    recorded_at timestamptz(6) not null default clock_timestamp(),
    primary key (firm_id, account_id, id)
  );

  create unique index account_transaction_natural_key on account_transaction (firm_id, account_id, trade_date, action, security_id, shares, amount, ordinal) nulls not distinct;

  alter table account_transaction add constraint account_transaction_side_check check (side in ('buy', 'sell', 'other'));
`
