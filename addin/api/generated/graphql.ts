/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which accounts are listed: all given conditions must hold, null is no condition. */
export type AccountFilter = {
  /** A custodian as Account.custodian spells it, whole and in the same case. */
  custodian?: string | null | undefined;
  /** A Household.id: its accounts alone. */
  householdId?: string | null | undefined;
  /** true: some class of the account by itself is beyond its band (Drift.outOfBand above 0); false: none is. Neither lists accounts without drift. */
  outOfBand?: boolean | null | undefined;
  /** Part of the name or number, in any case; only its first 100 characters count. */
  search?: string | null | undefined;
  /** Accounts of this tax status. */
  taxStatus?: TaxStatus | null | undefined;
};

/** Which alerts, or the households that have them: all given conditions must hold, null is no condition. */
export type AlertFilter = {
  /** Household.advisor, whole and in the same case; empty: households without one. */
  advisor?: string | null | undefined;
  /** Account.custodian, whole and in the same case: of accounts there, and of households that have one. */
  custodian?: string | null | undefined;
  /** A Household.id: its alerts alone. */
  householdId?: string | null | undefined;
  /** Of one of these kinds; empty: of none. */
  kinds?: Array<AlertKind> | null | undefined;
  /** A Model.id: of households that are assigned to this model on Firm.asOf. */
  modelId?: string | null | undefined;
};

/** What asks for a person, judged on Firm.asOf. */
export type AlertKind =
  /** The cash class is above its range. */
  | 'CASH_HIGH'
  /** The cash class is below its range, or the cash of an account is a debit that no margin agreement covers. */
  | 'CASH_LOW'
  /** What was loaded cannot be relied on: see DataProblem. */
  | 'DATA_PROBLEM'
  /** Losses of a position would save at least the firm's threshold of tax, at the rates of its taxpayer, and nothing bars them. */
  | 'HARVEST'
  /** The household is on a model, and no proposal for it was ever approved. */
  | 'NEVER_REBALANCED'
  /** A class or tier is beyond its range; of a household at RebalanceLevel ACCOUNT, in one account. */
  | 'OUT_OF_RANGE'
  /** An override in force has its last day within the firm's notice. */
  | 'OVERRIDE_EXPIRING'
  /** Something is held that an override in force has on the restricted list. */
  | 'RESTRICTED_HOLDING'
  /** Losses of a position that a purchase of the same or the like within 30 days would disallow (IRC 1091(a)). */
  | 'WASH_SALE_WINDOW';

/** What makes the approval of a proposal ask for more. */
export type ApprovalCondition =
  /** Of a batch: taxCost of all its proposals but rejected and stale ones together. */
  | 'BATCH_TAX_OVER_CAP'
  /** Of a batch: half of the turnoverValue of the same proposals over their base, together. */
  | 'BATCH_TURNOVER_OVER_CAP'
  /** It always holds. */
  | 'EVERY_PROPOSAL'
  /** A trade is in an account that is not discretionary. */
  | 'NON_DISCRETIONARY'
  /** A trade is of a security that an override in force names there. */
  | 'OVERRIDE_TOUCHED'
  /** Proposal.taxCost is at or above the cap in dollars. */
  | 'TAX_OVER_CAP'
  /** Half of Proposal.turnoverValue over Proposal.base is at or above the cap, a fraction. */
  | 'TURNOVER_OVER_CAP'
  /** A loss is taken that a purchase may disallow. */
  | 'WASH_SALE_RISK';

/** Where a value stands to its band, compared exactly, before weights are rounded. */
export type BandStatus =
  /** Above high by any amount. */
  | 'ABOVE_BAND'
  /** Below low by any amount. */
  | 'BELOW_BAND'
  /** From low to high, the edges included. */
  | 'IN_BAND'
  /** The base is 0, so that there is no weight. */
  | 'NO_VALUE';

/** What the proposals of a batch are grouped by. */
export type BatchGrouping =
  /** Household.advisor. */
  | 'ADVISOR'
  /** Account.custodian of trades: a household with trades at two is counted in both, with the tax and turnover of each. */
  | 'CUSTODIAN'
  /** The model of the household on the batch's date. */
  | 'MODEL';

/** What became of a household of a batch. */
export type BatchHouseholdState =
  /** The batch was stopped before it. */
  | 'CANCELLED'
  /** Planning it went wrong; it may be tried again. */
  | 'FAILED'
  /** Nothing is to be traded. */
  | 'NOTHING_DUE'
  /** It has a proposal. */
  | 'PROPOSED'
  /** Its data, or what was asked for, do not allow a plan: no price, no model, no rates. */
  | 'SET_ASIDE'
  /** It is not planned yet. */
  | 'WAITING';

/** What a batch is for. */
export type BatchKind =
  /** Households with withdrawals or contributions, each funded at the least tax. */
  | 'CASH_RUN'
  /** Households of a selection, each planned alike. */
  | 'REBALANCE';

/** How each household of a batch is planned. */
export type BatchPlanInput = {
  /** Dollars that one dollar less deviation from targets may cost, 0 to 1 with up to 6 places (OUT_OF_RANGE); null: as the firm says. */
  deviationPrice?: string | null | undefined;
  /** true: a realized loss is worth its rate, so losses are taken for their own sake; false: it is worth nothing beyond its use; null: as the firm says. */
  harvest?: boolean | null | undefined;
  /** Years of location drag that count as cost, 0 to 100 with up to 2 places (OUT_OF_RANGE); null: as the firm says. */
  locationYears?: string | null | undefined;
  /** How far a part of a plan goes; null: to target. Beside a scope that is a mode, another one is refused as MODE_TWICE. */
  mode?: RebalanceMode | null | undefined;
  /** What each plan gives up for what. */
  preference?: PlanPreference;
  /** What each plan may do. */
  scope?: RebalanceScope;
  /** Of the scope SLEEVE: a class or tier by its name in the model; a household whose model has none is set aside as UNKNOWN_SLEEVE. */
  sleeve?: string | null | undefined;
};

/** Which households: all conditions that are given hold together, and one must be (EMPTY_SELECTION). */
export type BatchSelectionInput = {
  /** Household.advisor, whole and in the same case; empty: households without one. */
  advisor?: string | null | undefined;
  /** Households with a standing alert that fits, as the queue lists them; an empty filter is any. */
  alerts?: AlertFilter | null | undefined;
  /** true: every household, if nothing else is said. */
  all?: boolean | null | undefined;
  /** Households with an account at this custodian. */
  custodian?: string | null | undefined;
  /** These Household.id; an unknown one is refused as UNKNOWN_REFERENCE with its place. */
  householdIds?: Array<string> | null | undefined;
  /** A Model.id: households assigned to it on Firm.asOf. */
  modelId?: string | null | undefined;
  /** References of households or numbers of accounts, as a list or sheet has them; an unknown one is refused as UNKNOWN_REFERENCE with its place. */
  references?: Array<string> | null | undefined;
};

/** Whether a batch is under way. */
export type BatchState =
  /** A person stopped it; what was planned before stays. */
  | 'CANCELLED'
  /** Every household has its outcome. */
  | 'DONE'
  /** Some household waits. */
  | 'RUNNING';

/** One row of a blotter sheet, as a person left it: what is not given stays as it is. */
export type BlotterRowInput = {
  /** true: approved as it stands after this push. A proposal is approved where every trade that is left of it is (PARTLY_APPROVED) and none of its edits was refused (EDIT_REFUSED). */
  approve?: boolean;
  /** Proposal.listSha256 as it was pulled; LIST_CHANGED where it is another now. */
  listSha256: string;
  /** Replaces the note of the trade, up to 2,000 characters; the first of an approved proposal is the note of its approval too. Null: it stays. */
  note?: string | null | undefined;
  /** The Proposal.id that the trade is of. */
  proposalId: string;
  /** The client's name for its row, another for each (ROW_KEY_TWICE); its verdict comes back under it. */
  rowKey: string;
  /** All shares that it is to have, up to 8 places; null: as they stand. */
  shares?: string | null | undefined;
  /** true: the trade is struck. Not beside approve (APPROVED_AND_STRUCK). */
  strike?: boolean;
  /** The ProposedTrade.id within the proposal; each at most once. */
  tradeId: string;
};

/** Which batch to stop. */
export type CancelBatchInput = {
  /** The Batch.id; an unknown one is refused as NOT_FOUND. */
  batchId: string;
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
};

/** Money about to come into an account or to leave it, such as a distribution; taken into this plan alone. */
export type CashFlowInput = {
  /** The Account.id, one that is planned (UNKNOWN_ACCOUNT); each at most once (ACCOUNT_TWICE). */
  accountId: string;
  /** Dollars and cents that come in and are to be invested, 0 or more (NEGATIVE_AMOUNT, NOT_AN_AMOUNT); null: none. */
  contribution?: string | null | undefined;
  /** Dollars and cents that are paid out, 0 or more; raised at the least tax where cash beyond reserves does not do. Null: none. */
  withdrawal?: string | null | undefined;
};

/** One row of a cash run. */
export type CashRunFlowInput = {
  /** The Account.accountNumber (UNKNOWN_ACCOUNT); once for each kind of flow (ACCOUNT_TWICE), which are added up. */
  accountNumber: string;
  /** Dollars and cents that come in, above 0 (NOT_AN_AMOUNT); null: none. */
  contribution?: string | null | undefined;
  /** What it is, in step with the amount (KIND_DISAGREES); null: a withdrawal or a contribution, as the amount says. */
  kind?: CashRunFlowKind | null | undefined;
  /** Names the row for its sender, unique in the run (ROW_KEY_TWICE). */
  rowKey: string;
  /** Dollars and cents that are paid out, above 0 (NOT_AN_AMOUNT), raised at the least tax; null: none. A row has this or a contribution (ONE_AMOUNT). */
  withdrawal?: string | null | undefined;
};

/** What a cash flow is. */
export type CashRunFlowKind =
  /** Money that comes in and is to be invested. */
  | 'CONTRIBUTION'
  /** A required minimum distribution: paid out of a tax-deferred account (NOT_TAX_DEFERRED). IRC 401(a)(9). */
  | 'RMD'
  /** Money that is paid out. */
  | 'WITHDRAWAL';

/** The client's own approval of the trades, which an account that is not discretionary asks for. */
export type ClientApprovalInput = {
  /** Who gave it, 1 to 200 characters. */
  by: string;
  /** How, such as by telephone, 1 to 200 characters. */
  how: string;
  /** On which day: not before the proposal was planned, not in the future. */
  on: string;
};

/** One decision on all proposals of a batch that a filter finds, as long as they are those that were seen. */
export type DecideAllInput = {
  /** ProposalSelection.count as it was seen (SELECTION_CHANGED). */
  count: number;
  /** What is decided on each. */
  decision: Decision;
  /** Which of the batch; null: all. */
  filter?: ProposalFilter | null | undefined;
  /** As DecisionInput.note, for each; null: none. */
  note?: string | null | undefined;
  /** ProposalSelection.sha256 as it was seen (SELECTION_CHANGED). */
  sha256: string;
};

/** Decisions: a list of them, or one for all that a filter finds. */
export type DecideProposalsInput = {
  /** One decision for all that a filter finds, at most 10,000; null where decisions are given. */
  all?: DecideAllInput | null | undefined;
  /** A Batch.id: all the proposals must be of it (NOT_OF_BATCH), and `all` needs it; null: of any. */
  batchId?: string | null | undefined;
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** true: what is over a cap of tax or turnover, of a proposal or of its batch, is meant; else such an approval comes back as OVER_CAP or BATCH_OVER_CAP. */
  confirmOverCap?: boolean;
  /** At most 2,000 (TOO_MANY_DECISIONS); null where `all` is given. */
  decisions?: Array<DecisionInput> | null | undefined;
};

/** What a person decides on a proposal. */
export type Decision =
  /** Its trades may be passed on, as far as this person is asked. */
  | 'APPROVE'
  /** Something is said of it and nothing decided. */
  | 'NOTE'
  /** None of its trades is to be done; SEND_BACK opens it again. */
  | 'REJECT'
  /** It is to be worked on: approvals and a rejection no longer hold. */
  | 'SEND_BACK';

/** What is decided on one proposal. */
export type DecisionInput = {
  /** Of an approval: what the client said (CLIENT_APPROVAL_NEEDED); null: nothing. */
  clientApproval?: ClientApprovalInput | null | undefined;
  /** What is decided. */
  decision: Decision;
  /** Proposal.listSha256 as it was seen; LIST_CHANGED where it is another now. */
  listSha256: string;
  /** Up to 2,000 characters; a note, sending back, and an approval where the policy says so need one (NOTE_NEEDED). */
  note?: string | null | undefined;
  /** The Proposal.id; each at most once (PROPOSAL_TWICE). */
  proposalId: string;
};

/** How long the lot was held if sold on Proposal.asOf; the holding period starts the day after the purchase (Rev. Rul. 66-7). */
export type GainTerm =
  /** More than one year. */
  | 'LONG'
  /** One year or less. */
  | 'SHORT';

/** Which accounts a set of securities of a class is for; a set for a tax status replaces the one for ANY whole. */
export type Holder =
  /** Accounts of every tax status for which the class has no set of its own. */
  | 'ANY'
  /** Taxable accounts. */
  | 'TAXABLE'
  /** Tax-deferred accounts: traditional IRA, 401(k). */
  | 'TAX_DEFERRED'
  /** Tax-exempt accounts: Roth IRA. */
  | 'TAX_EXEMPT';

/** Which households are listed: all given conditions must hold, null is no condition. */
export type HouseholdFilter = {
  /** Household.advisor, whole and in the same case; empty: households without one. */
  advisor?: string | null | undefined;
  /** Households with a standing alert of one of these kinds; empty: none. */
  alertKinds?: Array<AlertKind> | null | undefined;
  /** Account.custodian, whole and in the same case: households with an account there. */
  custodian?: string | null | undefined;
  /** A Model.id: households that are assigned to this model on Firm.asOf, as Model.householdCount counts them. */
  modelId?: string | null | undefined;
  /** true: some class is beyond its band (Drift.outOfBand above 0); false: none is. Neither lists households without drift. */
  outOfBand?: boolean | null | undefined;
  /** Part of the name or reference, in any case; only its first 100 characters count. */
  search?: string | null | undefined;
};

/** Which households come first; equals follow by id. */
export type HouseholdOrder =
  /** Largest Drift.largestDrift first; households without drift last. */
  | 'DRIFT_DESC'
  /** Highest Drift.outOfBand first; households without drift last. */
  | 'OUT_OF_BAND_DESC'
  /** By reference, as text. */
  | 'REFERENCE_ASC';

/** A class or tier of the model as it is to be. */
export type ModelNodeInput = {
  /** Highest acceptable share of the base, from target to 1, with up to 6 places. */
  high: string;
  /** Whether cash less reserves counts here; true for exactly one class, which has no parts. */
  isCash?: boolean;
  /** Lowest acceptable share of the base, from 0 to target, with up to 6 places. */
  low: string;
  /** 1 to 100 characters, once in the model. */
  name: string;
  /** The name of the tier above; null: at the top. */
  parent?: string | null | undefined;
  /** Intended share of the base, a fraction 0 to 1 with up to 6 places. The top sums to 1, the parts of a tier to its target. */
  target: string;
};

/** What fills a slot of a class, for all accounts or those of one tax status. */
export type ModelSecurityInput = {
  /** Symbols that are bought instead, first to last, where symbol may not be. */
  alternatives?: Array<string>;
  /** The name of a class among nodes, not of a tier. */
  assetClass: string;
  /** The accounts that it is for; a class with securities for a tax status needs some for ANY. */
  holder?: Holder;
  /** The symbol of one of the firm's securities. */
  symbol: string;
  /** Share of the class, a fraction above 0 with up to 6 places; those of a class and holder sum to 1. */
  weight: string;
};

/** Shares of one lot that a sale is to take. */
export type NamedLotInput = {
  /** A TaxLot.id of the account and security. */
  lotId: string;
  /** Shares to take of it, above 0, up to 8 places. */
  shares: string;
};

/** Why a proposal of a batch, or a household without one, is looked at first. */
export type OutlierKind =
  /** Drift left that is far above the batch's others, and out of its band. */
  | 'DRIFT_LEFT'
  /** It trades what an override names. */
  | 'OVERRIDE_TOUCHED'
  /** It trades a security whose price moved without a split to explain it. */
  | 'PRICE_MOVE'
  /** The household was set aside, or planning it failed. */
  | 'REFUSED'
  /** An account stays short of a cash need. */
  | 'SHORT_OF_CASH'
  /** Tax at or above the policy's cap, or far above the batch's other proposals with tax. */
  | 'TAX'
  /** Turnover at or above the policy's cap, or far above the batch's others. */
  | 'TURNOVER'
  /** A loss is taken that a purchase may disallow. */
  | 'WASH_SALE_RISK';

/** What to plan, and how. */
export type PlanInput = {
  /** An Account.id of the household, to plan that account alone, the others being watched for wash sales; null: as its rebalanceLevel says. */
  accountId?: string | null | undefined;
  /** Dollars that one dollar less deviation from targets may cost, 0 to 1 with up to 6 places (OUT_OF_RANGE); null: as the firm says. */
  deviationPrice?: string | null | undefined;
  /** Contributions and withdrawals to plan for, once; null: none. */
  flows?: Array<CashFlowInput> | null | undefined;
  /** true: a realized loss is worth its rate, so losses are taken for their own sake; false: it is worth nothing beyond its use; null: as the firm says. The scope HARVEST always does. */
  harvest?: boolean | null | undefined;
  /** The Household.id; an unknown one is refused as NOT_FOUND. */
  householdId: string;
  /** Years of location drag that count as cost, 0 to 100 with up to 2 places (OUT_OF_RANGE); null: as the firm says. */
  locationYears?: string | null | undefined;
  /** How far a part of a plan goes; null: to target. Beside a scope that is a mode, another one is refused as MODE_TWICE. */
  mode?: RebalanceMode | null | undefined;
  /** What the plan may do. */
  scope?: RebalanceScope;
  /** Of the scope SLEEVE: a class or tier by its name in the model; anything else, or a name beside another scope, is refused as UNKNOWN_SLEEVE. */
  sleeve?: string | null | undefined;
};

/** What a plan makes as small as it can, most important first: a later level never worsens an earlier one. */
export type PlanLevel =
  /** Dollars outside bands, and outside what overrides keep holdings within. */
  | 'BAND_VIOLATION'
  /** Dollars of gains, tax and turnover beyond their budgets. */
  | 'BUDGET_EXCESS'
  /** Dollars missing to withdrawals, margin debits and reserves. */
  | 'CASH_SHORTFALL'
  /** Dollars of tax, trading, location drag and the price of deviation. */
  | 'COST'
  /** Dollars away from targets of securities and cash. */
  | 'DEVIATION'
  /** Dollars outside what the mode asks for; 0 in the mode BAND. */
  | 'GOAL_VIOLATION'
  /** Dollars of gains outside the model that no budget allows. */
  | 'LEGACY_GAIN'
  /** Dollars of a year's tax drag of where things are held. */
  | 'LOCATION_DRAG'
  /** How many orders there are. */
  | 'ORDERS'
  /** The largest part of its target that a class lacks, a fraction. */
  | 'RELATIVE_SHORTFALL'
  /** Dollars of short-term gains that are to be avoided or waited for. */
  | 'SHORT_TERM_GAIN'
  /** Dollars sold of lots whose loss a purchase disallows. */
  | 'WASHED_FOR_CASH';

/** What a plan gives up for what. */
export type PlanPreference =
  /** As near to what is asked for as can be, at the least cost. */
  | 'BEST_FIT'
  /** As few orders as bring cash and bands in order. */
  | 'FEWEST_TRADES';

/** Which proposals of a batch: all given conditions must hold, null is no condition. */
export type ProposalFilter = {
  /** Household.advisor; the empty text: of nobody. */
  advisor?: string | null | undefined;
  /** An Account.custodian where it has a trade. */
  custodian?: string | null | undefined;
  /** With at least one of these flags. */
  flags?: Array<ProposalFlag> | null | undefined;
  /** A Model.id: that of the household on the batch's date. */
  modelId?: string | null | undefined;
  /** true: those among Batch.outliers alone. */
  outliersOnly?: boolean | null | undefined;
  /** In one of these states. */
  states?: Array<ProposalState> | null | undefined;
};

/** What makes a proposal stand out in a review. */
export type ProposalFlag =
  /** A trade is in an account that is not discretionary. */
  | 'NON_DISCRETIONARY'
  /** A class or tier is still out of its band after the trades. */
  | 'OUT_OF_RANGE_LEFT'
  /** A trade is of a security that an override in force names there. */
  | 'OVERRIDE_TOUCHED'
  /** The latest close of a security that it trades moved by the firm's limit or more against the one before, and no split explains it. */
  | 'PRICE_MOVE'
  /** An account stays short of a cash need. */
  | 'SHORT_OF_CASH'
  /** The engine warns of something: see warnings. */
  | 'WARNED'
  /** A loss is taken that a purchase may disallow: one that is arranged, reinvested, of these trades or within 30 days, in any account of the household. */
  | 'WASH_SALE_RISK';

/** Which proposals of a batch come first; equals follow by id. */
export type ProposalOrder =
  /** Largest Proposal.largestDriftAfter first. */
  | 'DRIFT_LEFT_DESC'
  /** By Household.reference, as text. */
  | 'HOUSEHOLD_ASC'
  /** Highest Proposal.taxCost first. */
  | 'TAX_DESC'
  /** Highest Proposal.turnoverValue first. */
  | 'TURNOVER_DESC';

/** How far a proposal has come. */
export type ProposalState =
  /** As many persons as are needed approved the list as it stands. */
  | 'APPROVED'
  /** A person changed, struck or added a trade, or wrote a note; open. */
  | 'EDITED'
  /** As the engine made it; open. */
  | 'PROPOSED'
  /** A person rejected it. */
  | 'REJECTED'
  /** Facts that it rests on have moved, or it was planned anew: it is never approved. */
  | 'STALE';

/** A model as it is to be, whole: what is not stated is no longer in it. */
export type PublishModelVersionInput = {
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** First trade date in force, not before the latest version's (BEFORE_LATEST); null: Firm.asOf. */
  effectiveFrom?: string | null | undefined;
  /** The ModelVersion.number that was edited; a Conflict where it is not the latest, as a colleague published since. */
  expectedVersion: number;
  /** The Model.id; an unknown one is refused as NOT_FOUND. */
  modelId: string;
  /** Every tier and class, in any order; classes keep theirs within a tier. */
  nodes: Array<ModelNodeInput>;
  /** Why, in 1 to 4,000 characters (NO_RATIONALE); it stays in the history. */
  rationale: string;
  /** What fills the classes; within a class and holder their order numbers the slots. */
  securities: Array<ModelSecurityInput>;
};

/** A part of a blotter sheet: all rows of each proposal that it names. A sheet of more rows is pushed in several parts, whole proposals in each, under a key of its own each. */
export type PushBlotterInput = {
  /** The note of approvals whose rows have none; null: none. */
  approvalNote?: string | null | undefined;
  /** The Batch.id; rows of other proposals come back as NOT_OF_BATCH. */
  batchId: string;
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** As DecideProposalsInput.confirmOverCap. */
  confirmOverCap?: boolean;
  /** At most 2,000 (TOO_MANY_ROWS), which the largest body of a request, 1 MB, holds. */
  rows: Array<BlotterRowInput>;
};

/** What to plan, how far to go, and under which key. */
export type RebalanceHouseholdInput = {
  /** An Account.id of the household, to plan that account alone, the others being watched for wash sales; null: as its rebalanceLevel says. */
  accountId?: string | null | undefined;
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** Dollars that one dollar less deviation from targets may cost, 0 to 1 with up to 6 places (OUT_OF_RANGE); null: as the firm says. */
  deviationPrice?: string | null | undefined;
  /** Contributions and withdrawals to plan for, once; null: none. */
  flows?: Array<CashFlowInput> | null | undefined;
  /** true: a realized loss is worth its rate, so losses are taken for their own sake; false: it is worth nothing beyond its use; null: as the firm says. The scope HARVEST always does. */
  harvest?: boolean | null | undefined;
  /** The Household.id; an unknown one is refused as NOT_FOUND. */
  householdId: string;
  /** Years of location drag that count as cost, 0 to 100 with up to 2 places (OUT_OF_RANGE); null: as the firm says. */
  locationYears?: string | null | undefined;
  /** How far a part of a plan goes; null: to target. Beside a scope that is a mode, another one is refused as MODE_TWICE. */
  mode?: RebalanceMode | null | undefined;
  /** What the plan gives up for what; the query compareFits tells what either comes to. */
  preference?: PlanPreference;
  /** What the plan may do. */
  scope?: RebalanceScope;
  /** Of the scope SLEEVE: a class or tier by its name in the model; anything else, or a name beside another scope, is refused as UNKNOWN_SLEEVE. */
  sleeve?: string | null | undefined;
};

/** Whether the accounts of a household are steered as one portfolio or each by itself. */
export type RebalanceLevel =
  /** Each account by itself against the household's model. */
  | 'ACCOUNT'
  /** All accounts together against one target. */
  | 'HOUSEHOLD';

/** How far classes are brought, as near as the rules allow. */
export type RebalanceMode =
  /** A class beyond its band just inside it. */
  | 'BAND'
  /** A class beyond its band half way from the edge to its target. */
  | 'MIDPOINT'
  /** Every class to its target. */
  | 'TARGET';

/** What a plan may do: everything, as far as TARGET, MIDPOINT or BAND say; or a part of it, as far as a RebalanceMode says. */
export type RebalanceScope =
  /** A class beyond its band just inside it; nothing where neither a class nor cash is due. */
  | 'BAND'
  /** Purchases alone, towards what the mode asks for. */
  | 'BUY_ONLY'
  /** Losses worth taking, and what replaces them; a loss counts its whole rate. */
  | 'HARVEST'
  /** Purchases alone, from the cash that is there. */
  | 'INVEST_CASH'
  /** A class beyond its band half way from the edge to its target; nothing where neither a class nor cash is due. */
  | 'MIDPOINT'
  /** Sales alone, as far as withdrawals, debits and reserves lack cash. */
  | 'RAISE_CASH'
  /** Sales alone, towards what the mode asks for. */
  | 'SELL_ONLY'
  /** Trades in securities of one class or tier alone, the one that sleeve names. */
  | 'SLEEVE'
  /** Every class to its target, whether or not anything is due. */
  | 'TARGET';

/** Which batch to take up again. */
export type RetryBatchInput = {
  /** The Batch.id; an unknown one is refused as NOT_FOUND. */
  batchId: string;
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** true: households that were set aside as well, such as after prices were loaded. */
  setAside?: boolean;
};

/** Edits of a proposal; each is accepted or refused for itself. */
export type ReviseProposalInput = {
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** At most 2,000 (TOO_MANY_EDITS), at most one of them for each trade. */
  edits: Array<TradeEditInput>;
  /** The Proposal.version that the edits were made on; a Conflict where it is another now. */
  expectedVersion: number;
  /** The Proposal.id; an unknown one is refused as NOT_FOUND. */
  proposalId: string;
};

/** What a token may do. Every role reads everything of its firm; what one may not do is the error FORBIDDEN. */
export type Role =
  /** Reads and calls every mutation; the same as ADVISOR so far. */
  | 'ADMINISTRATOR'
  /** Reads, loads files, publishes models, makes and edits proposals. */
  | 'ADVISOR'
  /** Reads; may call no mutation. */
  | 'ANALYST'
  /** Reads; may call no mutation. */
  | 'COMPLIANCE';

/** Which households to plan, how, and under which key. */
export type StartBatchInput = {
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** What to call it, 1 to 200 characters (BAD_NAME). */
  name: string;
  /** How each is planned; null: to target, as near as can be. */
  plan?: BatchPlanInput | null | undefined;
  /** Which households. */
  selection: BatchSelectionInput;
};

/** Withdrawals, required distributions and contributions over the firm, by list or sheet. */
export type StartCashRunInput = {
  /** Chosen by the client, 1 to 255 characters: for 30 days the same key of a user with the same input has one effect and one answer; with another input it is refused. */
  clientMutationId: string;
  /** The rows, 1 to 20,000 (EMPTY_SELECTION, TOO_MANY_ROWS); with one fault none is started. */
  flows: Array<CashRunFlowInput>;
  /** What to call it, 1 to 200 characters (BAD_NAME). */
  name: string;
  /** How each household is planned; null: what is paid out is raised by sales alone and what comes in invested by purchases alone, and a household with both is brought into its bands. */
  plan?: BatchPlanInput | null | undefined;
};

/** How gains in an account are taxed: stated by the firm, never guessed from a name. */
export type TaxStatus =
  /** Realized gains land on the taxpayer's return. */
  | 'TAXABLE'
  /** Sheltered, sales are not taxed: traditional IRA, 401(k). */
  | 'TAX_DEFERRED'
  /** Sheltered, sales are not taxed: Roth IRA. */
  | 'TAX_EXEMPT';

/** What a person wants of one trade: other shares, a note, or a trade that is not in the list yet. */
export type TradeEditInput = {
  /** Of a new trade: the Account.accountNumber, of this household. Not looked at beside a tradeId. */
  accountNumber?: string | null | undefined;
  /** Of a sale: the lots it takes, whose shares sum to those of the trade; null or none: the method of the firm chooses. */
  lots?: Array<NamedLotInput> | null | undefined;
  /** Replaces the note that stood, up to 2,000 characters; null: it stays. */
  note?: string | null | undefined;
  /** The client's name for its row, another for each edit; its verdict comes back under it. */
  rowKey: string;
  /** All shares of the trade as it is to be, up to 8 places: whole ones, or a whole position. 0 strikes a trade of the proposal. */
  shares: string;
  /** Of a new trade: sold or bought. Not looked at beside a tradeId. */
  side?: TradeSide | null | undefined;
  /** Of a new trade: a security held or in the model. Not looked at beside a tradeId. */
  symbol?: string | null | undefined;
  /** A ProposedTrade.id of the proposal; null: a new trade. */
  tradeId?: string | null | undefined;
};

/** The direction of a trade; an account has at most one of each in a security. */
export type TradeSide =
  /** Cash goes, shares come. */
  | 'BUY'
  /** Shares go, cash comes. */
  | 'SELL';

export type AccountClassesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AccountFilter | null | undefined;
}>;


export type AccountClassesPageQuery = { accounts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, household: { reference: string, name: string, model: { name: string } | null }, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null } }> } };

export type BatchListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BatchListQuery = { batches: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } }> } };

export type BatchNowQueryVariables = Exact<{
  id: string;
}>;


export type BatchNowQuery = { batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } | null };

export type BatchOutcomesQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  states?: Array<BatchHouseholdState> | BatchHouseholdState | null | undefined;
}>;


export type BatchOutcomesQuery = { batch: { households: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { state: BatchHouseholdState, code: string | null, message: string | null, attempts: number, household: { id: string, reference: string, name: string } } }> } } | null };

export type StartBatchMutationVariables = Exact<{
  input: StartBatchInput;
}>;


export type StartBatchMutation = { startBatch:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string, problems: Array<{ message: string, place: string | null }> }
    | { __typename: 'StartBatchPayload', alreadyRunning: boolean, batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } }
   };

export type StartCashRunMutationVariables = Exact<{
  input: StartCashRunInput;
}>;


export type StartCashRunMutation = { startCashRun:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string, problems: Array<{ message: string, place: string | null }> }
    | { __typename: 'StartCashRunPayload', alreadyRunning: boolean, batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } }
   };

export type CancelBatchMutationVariables = Exact<{
  input: CancelBatchInput;
}>;


export type CancelBatchMutation = { cancelBatch:
    | { __typename: 'CancelBatchPayload', batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } }
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string }
   };

export type RetryBatchMutationVariables = Exact<{
  input: RetryBatchInput;
}>;


export type RetryBatchMutation = { retryBatch:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string }
    | { __typename: 'RetryBatchPayload', batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } }
   };

export type BatchStatusFragment = { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } };

export type CompareFitsQueryVariables = Exact<{
  input: PlanInput;
}>;


export type CompareFitsQuery = { compareFits:
    | { __typename: 'FitComparison', bestFit: { tradeCount: number, taxCost: string, nettedTax: string | null, outOfBand: number }, fewestTrades: { tradeCount: number, taxCost: string, nettedTax: string | null, outOfBand: number } }
    | { __typename: 'PlanRefused', message: string }
   };

export type FitFiguresFragment = { tradeCount: number, taxCost: string, nettedTax: string | null, outOfBand: number };

export type DriftSummaryFragment = { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus };

export type ClassDriftRowFragment = { ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus };

export type SecurityDriftRowFragment = { shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } };

export type HouseholdSummaryFragment = { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null };

export type HouseholdClassesFragment = { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null };

export type AccountSummaryFragment = { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, custodian: string, cash: string, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null };

export type AccountClassesFragment = { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, household: { reference: string, name: string, model: { name: string } | null }, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null };

export type ProposalDetailFragment = { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, preference: PlanPreference, state: ProposalState, taxCost: string, nettedTax: string | null, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, certificate: { isOptimal: boolean, levels: Array<{ level: PlanLevel, gap: string }>, causes: Array<{ sentence: string }> } | null, taxReturns: Array<{ nettedTaxBefore: string, nettedTaxAfter: string, taxpayers: Array<{ reference: string }> }>, disallowedLosses: Array<{ lotId: string, shares: string, loss: string, isLostForGood: boolean, bought: string, account: { accountNumber: string }, security: { symbol: string }, blockerAccount: { accountNumber: string }, blockerSecurity: { symbol: string } }>, warnings: Array<{ sentence: string }> };

export type HouseholdDetailQueryVariables = Exact<{
  id: string;
}>;


export type HouseholdDetailQuery = { household: { objective: string | null, riskTolerance: string | null, timeHorizonYears: number | null, id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, accounts: Array<{ id: string, accountNumber: string, name: string, taxStatus: TaxStatus, custodian: string, cash: string, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null }>, drift: { cash: string, reserve: string, asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, securities: Array<{ shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } }>, unpriced: Array<{ shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } }>, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null, model: { name: string } | null } | null, proposals: { edges: Array<{ node: { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, preference: PlanPreference, state: ProposalState, taxCost: string, nettedTax: string | null, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, certificate: { isOptimal: boolean, levels: Array<{ level: PlanLevel, gap: string }>, causes: Array<{ sentence: string }> } | null, taxReturns: Array<{ nettedTaxBefore: string, nettedTaxAfter: string, taxpayers: Array<{ reference: string }> }>, disallowedLosses: Array<{ lotId: string, shares: string, loss: string, isLostForGood: boolean, bought: string, account: { accountNumber: string }, security: { symbol: string }, blockerAccount: { accountNumber: string }, blockerSecurity: { symbol: string } }>, warnings: Array<{ sentence: string }> } }> } };

export type HouseholdListQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: HouseholdFilter | null | undefined;
  orderBy?: HouseholdOrder | null | undefined;
}>;


export type HouseholdListQuery = { households: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null } }> } };

export type HouseholdClassesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: HouseholdFilter | null | undefined;
}>;


export type HouseholdClassesPageQuery = { households: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null } }> } };

export type HouseholdClassesOneQueryVariables = Exact<{
  id: string;
}>;


export type HouseholdClassesOneQuery = { household: { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null } | null };

export type ModelListQueryVariables = Exact<{ [key: string]: never; }>;


export type ModelListQuery = { models: { edges: Array<{ node: { id: string, name: string, householdCount: number, current: { number: number, effectiveFrom: string, author: string } | null } }> } };

export type VersionContentFragment = { number: number, effectiveFrom: string, author: string, rationale: string, recordedAt: string, nodes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, target: string, low: string, high: string, securities: Array<{ holder: Holder, slot: number, rank: number, weight: string, security: { symbol: string } }> }> };

export type ModelDetailQueryVariables = Exact<{
  id: string;
}>;


export type ModelDetailQuery = { model: { id: string, name: string, householdCount: number, current: { number: number, effectiveFrom: string, author: string, rationale: string, recordedAt: string, nodes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, target: string, low: string, high: string, securities: Array<{ holder: Holder, slot: number, rank: number, weight: string, security: { symbol: string } }> }> } | null, versions: Array<{ number: number, effectiveFrom: string, author: string, rationale: string, recordedAt: string }> } | null };

export type ModelVersionsQueryVariables = Exact<{
  id: string;
}>;


export type ModelVersionsQuery = { model: { versions: Array<{ number: number, effectiveFrom: string, author: string, rationale: string, recordedAt: string, nodes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, target: string, low: string, high: string, securities: Array<{ holder: Holder, slot: number, rank: number, weight: string, security: { symbol: string } }> }> }> } | null };

export type PublishModelVersionMutationVariables = Exact<{
  input: PublishModelVersionInput;
}>;


export type PublishModelVersionMutation = { publishModelVersion:
    | { __typename: 'Conflict', message: string, currentVersion: number }
    | { __typename: 'MutationRefused', code: string, message: string, problems: Array<{ code: string, message: string, place: string | null }> }
    | { __typename: 'PublishModelVersionPayload', replayed: boolean, modelVersion: { number: number, effectiveFrom: string, author: string } }
   };

export type QueueNowQueryVariables = Exact<{
  filter?: AlertFilter | null | undefined;
  listed?: AlertFilter | null | undefined;
}>;


export type QueueNowQuery = { queue: { asOf: string | null, advisors: Array<string>, custodians: Array<string>, counts: Array<{ kind: AlertKind, households: number, alerts: number }> }, listed: { households: number } };

export type QueuedHouseholdsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AlertFilter | null | undefined;
}>;


export type QueuedHouseholdsQuery = { queuedHouseholds: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { household: { id: string, reference: string, name: string, advisor: string | null, model: { name: string } | null }, alerts: Array<{ id: string, kind: AlertKind, message: string, firstSeenOn: string }> } }> } };

export type QueuedHouseholdRowFragment = { household: { id: string, reference: string, name: string, advisor: string | null, model: { name: string } | null }, alerts: Array<{ id: string, kind: AlertKind, message: string, firstSeenOn: string }> };

export type RebalanceHouseholdMutationVariables = Exact<{
  input: RebalanceHouseholdInput;
}>;


export type RebalanceHouseholdMutation = { rebalanceHousehold:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string, problems: Array<{ message: string }> }
    | { __typename: 'RebalanceHouseholdPayload', replayed: boolean, proposal: { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, preference: PlanPreference, state: ProposalState, taxCost: string, nettedTax: string | null, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, certificate: { isOptimal: boolean, levels: Array<{ level: PlanLevel, gap: string }>, causes: Array<{ sentence: string }> } | null, taxReturns: Array<{ nettedTaxBefore: string, nettedTaxAfter: string, taxpayers: Array<{ reference: string }> }>, disallowedLosses: Array<{ lotId: string, shares: string, loss: string, isLostForGood: boolean, bought: string, account: { accountNumber: string }, security: { symbol: string }, blockerAccount: { accountNumber: string }, blockerSecurity: { symbol: string } }>, warnings: Array<{ sentence: string }> } }
   };

export type BatchReviewQueryVariables = Exact<{
  id: string;
  by: BatchGrouping;
}>;


export type BatchReviewQuery = { batch: { sums: { proposals: number, proposed: number, edited: number, approved: number, rejected: number, stale: number, trades: number, taxCost: string, turnoverValue: string, turnover: string | null, base: string, outOfBandLeft: number, refusedHouseholds: number }, groups: Array<{ key: string, name: string, sums: { proposals: number, proposed: number, edited: number, approved: number, rejected: number, stale: number, trades: number, taxCost: string, turnoverValue: string, turnover: string | null, base: string, outOfBandLeft: number, refusedHouseholds: number } }> } | null };

export type BatchProposalsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
  filter?: ProposalFilter | null | undefined;
  orderBy: ProposalOrder;
  isFirst: boolean;
}>;


export type BatchProposalsQuery = { batch: { selection?: { count: number, sha256: string }, proposals: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, listSha256: string, state: ProposalState, taxCost: string, turnoverValue: string, tradeCount: number, largestDriftBefore: string, largestDriftAfter: string, flags: Array<ProposalFlag>, requires: Array<ApprovalCondition>, approvalsNeeded: number, noteNeeded: boolean, editors: Array<string>, approvals: Array<{ author: string }>, staleBecause: { sentence: string } | null, household: { id: string, reference: string, name: string, advisor: string | null, model: { name: string } | null } } }> } } | null };

export type DecideProposalsMutationVariables = Exact<{
  input: DecideProposalsInput;
}>;


export type DecideProposalsMutation = { decideProposals:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'DecideProposalsPayload', verdicts: Array<{ accepted: boolean, code: string, message: string, proposal: { id: string, listSha256: string, state: ProposalState, taxCost: string, turnoverValue: string, tradeCount: number, largestDriftBefore: string, largestDriftAfter: string, flags: Array<ProposalFlag>, requires: Array<ApprovalCondition>, approvalsNeeded: number, noteNeeded: boolean, editors: Array<string>, approvals: Array<{ author: string }>, staleBecause: { sentence: string } | null, household: { id: string, reference: string, name: string, advisor: string | null, model: { name: string } | null } } | null }> }
    | { __typename: 'MutationRefused', message: string }
   };

export type BlotterProposalsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type BlotterProposalsQuery = { batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, sums: { proposals: number, proposed: number, edited: number, approved: number, rejected: number, stale: number, trades: number, taxCost: string, turnoverValue: string, turnover: string | null, base: string, outOfBandLeft: number, refusedHouseholds: number }, proposals: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, listSha256: string, state: ProposalState, approvalsNeeded: number, approvals: Array<{ author: string }>, household: { reference: string, name: string, advisor: string | null, model: { name: string } | null } } }> }, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } | null };

export type BlotterTradesQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type BlotterTradesQuery = { batch: { trades: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, proposal: { id: string }, account: { accountNumber: string }, security: { symbol: string }, lots: Array<{ shares: string, term: GainTerm }> } }> } } | null };

export type PushBlotterMutationVariables = Exact<{
  input: PushBlotterInput;
}>;


export type PushBlotterMutation = { pushBlotter:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', code: string, message: string }
    | { __typename: 'PushBlotterPayload', verdicts: Array<{ rowKey: string, accepted: boolean, code: string, message: string }> }
   };

export type BatchOutliersQueryVariables = Exact<{
  id: string;
  first: number;
}>;


export type BatchOutliersQuery = { batch: { id: string, name: string, kind: BatchKind, state: BatchState, asOf: string, author: string, recordedAt: string, finishedAt: string | null, cancelledBy: string | null, householdCount: number, scope: RebalanceScope | null, sleeve: string | null, mode: RebalanceMode | null, preference: PlanPreference, sums: { proposals: number, proposed: number, edited: number, approved: number, rejected: number, stale: number, trades: number, taxCost: string, turnoverValue: string, turnover: string | null, base: string, outOfBandLeft: number, refusedHouseholds: number }, outliers: Array<{ kind: OutlierKind, message: string, amount: string | null, household: { reference: string, name: string, advisor: string | null, model: { name: string } | null }, proposal: { id: string, taxCost: string, turnoverValue: string, largestDriftBefore: string, largestDriftAfter: string, state: ProposalState } | null }>, progress: { waiting: number, proposed: number, nothingDue: number, setAside: number, failed: number, cancelled: number, chunks: number, chunksDone: number, secondsLeft: number | null } } | null };

export type BatchDriftQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type BatchDriftQuery = { batch: { proposals: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { before: Array<{ classes: Array<{ name: string, drift: string | null }> }>, after: Array<{ classes: Array<{ name: string, drift: string | null }> }> } }> } } | null };

export type SumsFragment = { proposals: number, proposed: number, edited: number, approved: number, rejected: number, stale: number, trades: number, taxCost: string, turnoverValue: string, turnover: string | null, base: string, outOfBandLeft: number, refusedHouseholds: number };

export type ReviewedProposalFragment = { id: string, listSha256: string, state: ProposalState, taxCost: string, turnoverValue: string, tradeCount: number, largestDriftBefore: string, largestDriftAfter: string, flags: Array<ProposalFlag>, requires: Array<ApprovalCondition>, approvalsNeeded: number, noteNeeded: boolean, editors: Array<string>, approvals: Array<{ author: string }>, staleBecause: { sentence: string } | null, household: { id: string, reference: string, name: string, advisor: string | null, model: { name: string } | null } };

export type BlotterProposalFragment = { id: string, listSha256: string, state: ProposalState, approvalsNeeded: number, approvals: Array<{ author: string }>, household: { reference: string, name: string, advisor: string | null, model: { name: string } | null } };

export type BlotterTradeFragment = { id: string, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, proposal: { id: string }, account: { accountNumber: string }, security: { symbol: string }, lots: Array<{ shares: string, term: GainTerm }> };

export type ProposalDriftFragment = { before: Array<{ classes: Array<{ name: string, drift: string | null }> }>, after: Array<{ classes: Array<{ name: string, drift: string | null }> }> };

export type ModelTiersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ModelTiersQuery = { models: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { current: { nodes: Array<{ name: string, isTier: boolean }> } | null } }> } };

export type SignInQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInQuery = { viewer: { userName: string, role: Role, firmName: string }, firm: { name: string, asOf: string | null, householdCount: number, accountCount: number, householdsOutOfBand: number } };

export type HouseholdProposalQueryVariables = Exact<{
  householdId: string;
}>;


export type HouseholdProposalQuery = { household: { id: string, name: string, reference: string, drift: { securities: Array<{ security: { symbol: string } }> } | null, model: { current: { nodes: Array<{ securities: Array<{ security: { symbol: string } }> }> } | null } | null } | null, proposals: { edges: Array<{ node: { id: string, version: number, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, household: { id: string, name: string, reference: string, accounts: Array<{ id: string, accountNumber: string, name: string, cash: string, lots: Array<{ id: string, acquired: string }> }> }, before: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, status: BandStatus }> }>, after: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, drift: string | null, status: BandStatus }> }>, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, editedBy: string | null, account: { accountNumber: string, name: string }, security: { symbol: string, name: string }, lots: Array<{ lotId: string, shares: string, proceeds: string, realizedGain: string | null, term: GainTerm }> }> } }> } };

export type ProposalNowQueryVariables = Exact<{
  id: string;
}>;


export type ProposalNowQuery = { proposal: { id: string, version: number, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, household: { id: string, name: string, reference: string, accounts: Array<{ id: string, accountNumber: string, name: string, cash: string, lots: Array<{ id: string, acquired: string }> }> }, before: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, status: BandStatus }> }>, after: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, drift: string | null, status: BandStatus }> }>, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, editedBy: string | null, account: { accountNumber: string, name: string }, security: { symbol: string, name: string }, lots: Array<{ lotId: string, shares: string, proceeds: string, realizedGain: string | null, term: GainTerm }> }> } | null };

export type ReviseProposalMutationVariables = Exact<{
  input: ReviseProposalInput;
}>;


export type ReviseProposalMutation = { reviseProposal:
    | { __typename: 'Conflict', message: string, currentVersion: number }
    | { __typename: 'MutationRefused', message: string, problems: Array<{ message: string }> }
    | { __typename: 'ReviseProposalPayload', replayed: boolean, verdicts: Array<{ rowKey: string, accepted: boolean, message: string }>, proposal: { id: string, version: number, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, household: { id: string, name: string, reference: string, accounts: Array<{ id: string, accountNumber: string, name: string, cash: string, lots: Array<{ id: string, acquired: string }> }> }, before: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, status: BandStatus }> }>, after: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, drift: string | null, status: BandStatus }> }>, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, editedBy: string | null, account: { accountNumber: string, name: string }, security: { symbol: string, name: string }, lots: Array<{ lotId: string, shares: string, proceeds: string, realizedGain: string | null, term: GainTerm }> }> } }
   };

export type SheetProposalFragment = { id: string, version: number, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, household: { id: string, name: string, reference: string, accounts: Array<{ id: string, accountNumber: string, name: string, cash: string, lots: Array<{ id: string, acquired: string }> }> }, before: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, status: BandStatus }> }>, after: Array<{ accountId: string | null, base: string, classes: Array<{ name: string, target: string, low: string, high: string, weight: string | null, drift: string | null, status: BandStatus }> }>, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, realizedGain: string, reason: string, note: string | null, editedBy: string | null, account: { accountNumber: string, name: string }, security: { symbol: string, name: string }, lots: Array<{ lotId: string, shares: string, proceeds: string, realizedGain: string | null, term: GainTerm }> }> };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const BatchStatusFragmentDoc = new TypedDocumentString(`
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}
    `, {"fragmentName":"BatchStatus"}) as unknown as TypedDocumentString<BatchStatusFragment, unknown>;
export const FitFiguresFragmentDoc = new TypedDocumentString(`
    fragment FitFigures on FitOutcome {
  tradeCount
  taxCost
  nettedTax
  outOfBand
}
    `, {"fragmentName":"FitFigures"}) as unknown as TypedDocumentString<FitFiguresFragment, unknown>;
export const SecurityDriftRowFragmentDoc = new TypedDocumentString(`
    fragment SecurityDriftRow on SecurityDrift {
  shares
  price
  value
  weight
  unrealizedGain
  security {
    symbol
    name
    assetClass
  }
}
    `, {"fragmentName":"SecurityDriftRow"}) as unknown as TypedDocumentString<SecurityDriftRowFragment, unknown>;
export const DriftSummaryFragmentDoc = new TypedDocumentString(`
    fragment DriftSummary on Drift {
  asOf
  base
  largestDrift
  outOfBand
  status
}
    `, {"fragmentName":"DriftSummary"}) as unknown as TypedDocumentString<DriftSummaryFragment, unknown>;
export const HouseholdSummaryFragmentDoc = new TypedDocumentString(`
    fragment HouseholdSummary on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    ...DriftSummary
  }
}
    fragment DriftSummary on Drift {
  asOf
  base
  largestDrift
  outOfBand
  status
}`, {"fragmentName":"HouseholdSummary"}) as unknown as TypedDocumentString<HouseholdSummaryFragment, unknown>;
export const ClassDriftRowFragmentDoc = new TypedDocumentString(`
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}
    `, {"fragmentName":"ClassDriftRow"}) as unknown as TypedDocumentString<ClassDriftRowFragment, unknown>;
export const HouseholdClassesFragmentDoc = new TypedDocumentString(`
    fragment HouseholdClasses on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}`, {"fragmentName":"HouseholdClasses"}) as unknown as TypedDocumentString<HouseholdClassesFragment, unknown>;
export const AccountSummaryFragmentDoc = new TypedDocumentString(`
    fragment AccountSummary on Account {
  id
  accountNumber
  name
  taxStatus
  custodian
  cash
  drift {
    ...DriftSummary
  }
}
    fragment DriftSummary on Drift {
  asOf
  base
  largestDrift
  outOfBand
  status
}`, {"fragmentName":"AccountSummary"}) as unknown as TypedDocumentString<AccountSummaryFragment, unknown>;
export const AccountClassesFragmentDoc = new TypedDocumentString(`
    fragment AccountClasses on Account {
  id
  accountNumber
  name
  taxStatus
  household {
    reference
    name
    model {
      name
    }
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}`, {"fragmentName":"AccountClasses"}) as unknown as TypedDocumentString<AccountClassesFragment, unknown>;
export const ProposalDetailFragmentDoc = new TypedDocumentString(`
    fragment ProposalDetail on Proposal {
  id
  asOf
  author
  recordedAt
  scope
  preference
  state
  taxCost
  nettedTax
  turnoverValue
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    reason
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
  }
  classesLeftAlone {
    name
    reasons {
      sentence
    }
  }
  refusals {
    reason {
      sentence
    }
  }
  certificate {
    isOptimal
    levels {
      level
      gap
    }
    causes {
      sentence
    }
  }
  taxReturns {
    taxpayers {
      reference
    }
    nettedTaxBefore
    nettedTaxAfter
  }
  disallowedLosses {
    lotId
    shares
    loss
    isLostForGood
    bought
    account {
      accountNumber
    }
    security {
      symbol
    }
    blockerAccount {
      accountNumber
    }
    blockerSecurity {
      symbol
    }
  }
  warnings {
    sentence
  }
}
    `, {"fragmentName":"ProposalDetail"}) as unknown as TypedDocumentString<ProposalDetailFragment, unknown>;
export const VersionContentFragmentDoc = new TypedDocumentString(`
    fragment VersionContent on ModelVersion {
  number
  effectiveFrom
  author
  rationale
  recordedAt
  nodes {
    ordinal
    parentOrdinal
    name
    isTier
    isCash
    target
    low
    high
    securities {
      holder
      slot
      rank
      weight
      security {
        symbol
      }
    }
  }
}
    `, {"fragmentName":"VersionContent"}) as unknown as TypedDocumentString<VersionContentFragment, unknown>;
export const QueuedHouseholdRowFragmentDoc = new TypedDocumentString(`
    fragment QueuedHouseholdRow on QueuedHousehold {
  household {
    id
    reference
    name
    advisor
    model {
      name
    }
  }
  alerts {
    id
    kind
    message
    firstSeenOn
  }
}
    `, {"fragmentName":"QueuedHouseholdRow"}) as unknown as TypedDocumentString<QueuedHouseholdRowFragment, unknown>;
export const SumsFragmentDoc = new TypedDocumentString(`
    fragment Sums on BatchSums {
  proposals
  proposed
  edited
  approved
  rejected
  stale
  trades
  taxCost
  turnoverValue
  turnover
  base
  outOfBandLeft
  refusedHouseholds
}
    `, {"fragmentName":"Sums"}) as unknown as TypedDocumentString<SumsFragment, unknown>;
export const ReviewedProposalFragmentDoc = new TypedDocumentString(`
    fragment ReviewedProposal on Proposal {
  id
  listSha256
  state
  taxCost
  turnoverValue
  tradeCount
  largestDriftBefore
  largestDriftAfter
  flags
  requires
  approvalsNeeded
  noteNeeded
  editors
  approvals {
    author
  }
  staleBecause {
    sentence
  }
  household {
    id
    reference
    name
    advisor
    model {
      name
    }
  }
}
    `, {"fragmentName":"ReviewedProposal"}) as unknown as TypedDocumentString<ReviewedProposalFragment, unknown>;
export const BlotterProposalFragmentDoc = new TypedDocumentString(`
    fragment BlotterProposal on Proposal {
  id
  listSha256
  state
  approvalsNeeded
  approvals {
    author
  }
  household {
    reference
    name
    advisor
    model {
      name
    }
  }
}
    `, {"fragmentName":"BlotterProposal"}) as unknown as TypedDocumentString<BlotterProposalFragment, unknown>;
export const BlotterTradeFragmentDoc = new TypedDocumentString(`
    fragment BlotterTrade on ProposedTrade {
  id
  side
  shares
  price
  value
  taxCost
  realizedGain
  reason
  note
  proposal {
    id
  }
  account {
    accountNumber
  }
  security {
    symbol
  }
  lots {
    shares
    term
  }
}
    `, {"fragmentName":"BlotterTrade"}) as unknown as TypedDocumentString<BlotterTradeFragment, unknown>;
export const ProposalDriftFragmentDoc = new TypedDocumentString(`
    fragment ProposalDrift on Proposal {
  before {
    classes {
      name
      drift
    }
  }
  after {
    classes {
      name
      drift
    }
  }
}
    `, {"fragmentName":"ProposalDrift"}) as unknown as TypedDocumentString<ProposalDriftFragment, unknown>;
export const SheetProposalFragmentDoc = new TypedDocumentString(`
    fragment SheetProposal on Proposal {
  id
  version
  asOf
  author
  recordedAt
  scope
  state
  taxCost
  turnoverValue
  household {
    id
    name
    reference
    accounts {
      id
      accountNumber
      name
      cash
      lots {
        id
        acquired
      }
    }
  }
  before {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      status
    }
  }
  after {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      drift
      status
    }
  }
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    realizedGain
    reason
    note
    editedBy
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
    lots {
      lotId
      shares
      proceeds
      realizedGain
      term
    }
  }
}
    `, {"fragmentName":"SheetProposal"}) as unknown as TypedDocumentString<SheetProposalFragment, unknown>;
export const AccountClassesPageDocument = new TypedDocumentString(`
    query AccountClassesPage($first: Int!, $after: String, $filter: AccountFilter) {
  accounts(first: $first, after: $after, filter: $filter, orderBy: DRIFT_DESC) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...AccountClasses
      }
    }
  }
}
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}
fragment AccountClasses on Account {
  id
  accountNumber
  name
  taxStatus
  household {
    reference
    name
    model {
      name
    }
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}`) as unknown as TypedDocumentString<AccountClassesPageQuery, AccountClassesPageQueryVariables>;
export const BatchListDocument = new TypedDocumentString(`
    query BatchList($first: Int!, $after: String) {
  batches(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...BatchStatus
      }
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<BatchListQuery, BatchListQueryVariables>;
export const BatchNowDocument = new TypedDocumentString(`
    query BatchNow($id: ID!) {
  batch(id: $id) {
    ...BatchStatus
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<BatchNowQuery, BatchNowQueryVariables>;
export const BatchOutcomesDocument = new TypedDocumentString(`
    query BatchOutcomes($id: ID!, $first: Int!, $after: String, $states: [BatchHouseholdState!]) {
  batch(id: $id) {
    households(first: $first, after: $after, states: $states) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          state
          code
          message
          attempts
          household {
            id
            reference
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BatchOutcomesQuery, BatchOutcomesQueryVariables>;
export const StartBatchDocument = new TypedDocumentString(`
    mutation StartBatch($input: StartBatchInput!) {
  startBatch(input: $input) {
    __typename
    ... on StartBatchPayload {
      alreadyRunning
      batch {
        ...BatchStatus
      }
    }
    ... on MutationRefused {
      message
      problems {
        message
        place
      }
    }
    ... on Conflict {
      message
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<StartBatchMutation, StartBatchMutationVariables>;
export const StartCashRunDocument = new TypedDocumentString(`
    mutation StartCashRun($input: StartCashRunInput!) {
  startCashRun(input: $input) {
    __typename
    ... on StartCashRunPayload {
      alreadyRunning
      batch {
        ...BatchStatus
      }
    }
    ... on MutationRefused {
      message
      problems {
        message
        place
      }
    }
    ... on Conflict {
      message
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<StartCashRunMutation, StartCashRunMutationVariables>;
export const CancelBatchDocument = new TypedDocumentString(`
    mutation CancelBatch($input: CancelBatchInput!) {
  cancelBatch(input: $input) {
    __typename
    ... on CancelBatchPayload {
      batch {
        ...BatchStatus
      }
    }
    ... on MutationRefused {
      message
    }
    ... on Conflict {
      message
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<CancelBatchMutation, CancelBatchMutationVariables>;
export const RetryBatchDocument = new TypedDocumentString(`
    mutation RetryBatch($input: RetryBatchInput!) {
  retryBatch(input: $input) {
    __typename
    ... on RetryBatchPayload {
      batch {
        ...BatchStatus
      }
    }
    ... on MutationRefused {
      message
    }
    ... on Conflict {
      message
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}`) as unknown as TypedDocumentString<RetryBatchMutation, RetryBatchMutationVariables>;
export const CompareFitsDocument = new TypedDocumentString(`
    query CompareFits($input: PlanInput!) {
  compareFits(input: $input) {
    __typename
    ... on FitComparison {
      bestFit {
        ...FitFigures
      }
      fewestTrades {
        ...FitFigures
      }
    }
    ... on PlanRefused {
      message
    }
  }
}
    fragment FitFigures on FitOutcome {
  tradeCount
  taxCost
  nettedTax
  outOfBand
}`) as unknown as TypedDocumentString<CompareFitsQuery, CompareFitsQueryVariables>;
export const HouseholdDetailDocument = new TypedDocumentString(`
    query HouseholdDetail($id: ID!) {
  household(id: $id) {
    ...HouseholdClasses
    objective
    riskTolerance
    timeHorizonYears
    accounts {
      ...AccountSummary
    }
    drift {
      cash
      reserve
      securities {
        ...SecurityDriftRow
      }
      unpriced {
        ...SecurityDriftRow
      }
    }
  }
  proposals(first: 1, householdId: $id) {
    edges {
      node {
        ...ProposalDetail
      }
    }
  }
}
    fragment DriftSummary on Drift {
  asOf
  base
  largestDrift
  outOfBand
  status
}
fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}
fragment SecurityDriftRow on SecurityDrift {
  shares
  price
  value
  weight
  unrealizedGain
  security {
    symbol
    name
    assetClass
  }
}
fragment HouseholdClasses on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}
fragment AccountSummary on Account {
  id
  accountNumber
  name
  taxStatus
  custodian
  cash
  drift {
    ...DriftSummary
  }
}
fragment ProposalDetail on Proposal {
  id
  asOf
  author
  recordedAt
  scope
  preference
  state
  taxCost
  nettedTax
  turnoverValue
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    reason
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
  }
  classesLeftAlone {
    name
    reasons {
      sentence
    }
  }
  refusals {
    reason {
      sentence
    }
  }
  certificate {
    isOptimal
    levels {
      level
      gap
    }
    causes {
      sentence
    }
  }
  taxReturns {
    taxpayers {
      reference
    }
    nettedTaxBefore
    nettedTaxAfter
  }
  disallowedLosses {
    lotId
    shares
    loss
    isLostForGood
    bought
    account {
      accountNumber
    }
    security {
      symbol
    }
    blockerAccount {
      accountNumber
    }
    blockerSecurity {
      symbol
    }
  }
  warnings {
    sentence
  }
}`) as unknown as TypedDocumentString<HouseholdDetailQuery, HouseholdDetailQueryVariables>;
export const HouseholdListDocument = new TypedDocumentString(`
    query HouseholdList($first: Int!, $after: String, $filter: HouseholdFilter, $orderBy: HouseholdOrder) {
  households(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...HouseholdSummary
      }
    }
  }
}
    fragment DriftSummary on Drift {
  asOf
  base
  largestDrift
  outOfBand
  status
}
fragment HouseholdSummary on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    ...DriftSummary
  }
}`) as unknown as TypedDocumentString<HouseholdListQuery, HouseholdListQueryVariables>;
export const HouseholdClassesPageDocument = new TypedDocumentString(`
    query HouseholdClassesPage($first: Int!, $after: String, $filter: HouseholdFilter) {
  households(first: $first, after: $after, filter: $filter, orderBy: DRIFT_DESC) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...HouseholdClasses
      }
    }
  }
}
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}
fragment HouseholdClasses on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}`) as unknown as TypedDocumentString<HouseholdClassesPageQuery, HouseholdClassesPageQueryVariables>;
export const HouseholdClassesOneDocument = new TypedDocumentString(`
    query HouseholdClassesOne($id: ID!) {
  household(id: $id) {
    ...HouseholdClasses
  }
}
    fragment ClassDriftRow on ClassDrift {
  ordinal
  parentOrdinal
  name
  isTier
  isCash
  isOutsideModel
  value
  weight
  target
  low
  high
  drift
  status
}
fragment HouseholdClasses on Household {
  id
  reference
  name
  rebalanceLevel
  model {
    name
  }
  drift {
    asOf
    base
    largestDrift
    outOfBand
    status
    classes {
      ...ClassDriftRow
    }
  }
}`) as unknown as TypedDocumentString<HouseholdClassesOneQuery, HouseholdClassesOneQueryVariables>;
export const ModelListDocument = new TypedDocumentString(`
    query ModelList {
  models(first: 100) {
    edges {
      node {
        id
        name
        householdCount
        current {
          number
          effectiveFrom
          author
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ModelListQuery, ModelListQueryVariables>;
export const ModelDetailDocument = new TypedDocumentString(`
    query ModelDetail($id: ID!) {
  model(id: $id) {
    id
    name
    householdCount
    current {
      ...VersionContent
    }
    versions {
      number
      effectiveFrom
      author
      rationale
      recordedAt
    }
  }
}
    fragment VersionContent on ModelVersion {
  number
  effectiveFrom
  author
  rationale
  recordedAt
  nodes {
    ordinal
    parentOrdinal
    name
    isTier
    isCash
    target
    low
    high
    securities {
      holder
      slot
      rank
      weight
      security {
        symbol
      }
    }
  }
}`) as unknown as TypedDocumentString<ModelDetailQuery, ModelDetailQueryVariables>;
export const ModelVersionsDocument = new TypedDocumentString(`
    query ModelVersions($id: ID!) {
  model(id: $id) {
    versions {
      ...VersionContent
    }
  }
}
    fragment VersionContent on ModelVersion {
  number
  effectiveFrom
  author
  rationale
  recordedAt
  nodes {
    ordinal
    parentOrdinal
    name
    isTier
    isCash
    target
    low
    high
    securities {
      holder
      slot
      rank
      weight
      security {
        symbol
      }
    }
  }
}`) as unknown as TypedDocumentString<ModelVersionsQuery, ModelVersionsQueryVariables>;
export const PublishModelVersionDocument = new TypedDocumentString(`
    mutation PublishModelVersion($input: PublishModelVersionInput!) {
  publishModelVersion(input: $input) {
    __typename
    ... on PublishModelVersionPayload {
      replayed
      modelVersion {
        number
        effectiveFrom
        author
      }
    }
    ... on MutationRefused {
      code
      message
      problems {
        code
        message
        place
      }
    }
    ... on Conflict {
      message
      currentVersion
    }
  }
}
    `) as unknown as TypedDocumentString<PublishModelVersionMutation, PublishModelVersionMutationVariables>;
export const QueueNowDocument = new TypedDocumentString(`
    query QueueNow($filter: AlertFilter, $listed: AlertFilter) {
  queue(filter: $filter) {
    asOf
    advisors
    custodians
    counts {
      kind
      households
      alerts
    }
  }
  listed: queue(filter: $listed) {
    households
  }
}
    `) as unknown as TypedDocumentString<QueueNowQuery, QueueNowQueryVariables>;
export const QueuedHouseholdsDocument = new TypedDocumentString(`
    query QueuedHouseholds($first: Int!, $after: String, $filter: AlertFilter) {
  queuedHouseholds(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...QueuedHouseholdRow
      }
    }
  }
}
    fragment QueuedHouseholdRow on QueuedHousehold {
  household {
    id
    reference
    name
    advisor
    model {
      name
    }
  }
  alerts {
    id
    kind
    message
    firstSeenOn
  }
}`) as unknown as TypedDocumentString<QueuedHouseholdsQuery, QueuedHouseholdsQueryVariables>;
export const RebalanceHouseholdDocument = new TypedDocumentString(`
    mutation RebalanceHousehold($input: RebalanceHouseholdInput!) {
  rebalanceHousehold(input: $input) {
    __typename
    ... on RebalanceHouseholdPayload {
      replayed
      proposal {
        ...ProposalDetail
      }
    }
    ... on MutationRefused {
      message
      problems {
        message
      }
    }
    ... on Conflict {
      message
    }
  }
}
    fragment ProposalDetail on Proposal {
  id
  asOf
  author
  recordedAt
  scope
  preference
  state
  taxCost
  nettedTax
  turnoverValue
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    reason
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
  }
  classesLeftAlone {
    name
    reasons {
      sentence
    }
  }
  refusals {
    reason {
      sentence
    }
  }
  certificate {
    isOptimal
    levels {
      level
      gap
    }
    causes {
      sentence
    }
  }
  taxReturns {
    taxpayers {
      reference
    }
    nettedTaxBefore
    nettedTaxAfter
  }
  disallowedLosses {
    lotId
    shares
    loss
    isLostForGood
    bought
    account {
      accountNumber
    }
    security {
      symbol
    }
    blockerAccount {
      accountNumber
    }
    blockerSecurity {
      symbol
    }
  }
  warnings {
    sentence
  }
}`) as unknown as TypedDocumentString<RebalanceHouseholdMutation, RebalanceHouseholdMutationVariables>;
export const BatchReviewDocument = new TypedDocumentString(`
    query BatchReview($id: ID!, $by: BatchGrouping!) {
  batch(id: $id) {
    sums {
      ...Sums
    }
    groups(by: $by) {
      key
      name
      sums {
        ...Sums
      }
    }
  }
}
    fragment Sums on BatchSums {
  proposals
  proposed
  edited
  approved
  rejected
  stale
  trades
  taxCost
  turnoverValue
  turnover
  base
  outOfBandLeft
  refusedHouseholds
}`) as unknown as TypedDocumentString<BatchReviewQuery, BatchReviewQueryVariables>;
export const BatchProposalsDocument = new TypedDocumentString(`
    query BatchProposals($id: ID!, $first: Int!, $after: String, $filter: ProposalFilter, $orderBy: ProposalOrder!, $isFirst: Boolean!) {
  batch(id: $id) {
    selection(filter: $filter) @include(if: $isFirst) {
      count
      sha256
    }
    proposals(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...ReviewedProposal
        }
      }
    }
  }
}
    fragment ReviewedProposal on Proposal {
  id
  listSha256
  state
  taxCost
  turnoverValue
  tradeCount
  largestDriftBefore
  largestDriftAfter
  flags
  requires
  approvalsNeeded
  noteNeeded
  editors
  approvals {
    author
  }
  staleBecause {
    sentence
  }
  household {
    id
    reference
    name
    advisor
    model {
      name
    }
  }
}`) as unknown as TypedDocumentString<BatchProposalsQuery, BatchProposalsQueryVariables>;
export const DecideProposalsDocument = new TypedDocumentString(`
    mutation DecideProposals($input: DecideProposalsInput!) {
  decideProposals(input: $input) {
    __typename
    ... on DecideProposalsPayload {
      verdicts {
        accepted
        code
        message
        proposal {
          ...ReviewedProposal
        }
      }
    }
    ... on MutationRefused {
      message
    }
    ... on Conflict {
      message
    }
  }
}
    fragment ReviewedProposal on Proposal {
  id
  listSha256
  state
  taxCost
  turnoverValue
  tradeCount
  largestDriftBefore
  largestDriftAfter
  flags
  requires
  approvalsNeeded
  noteNeeded
  editors
  approvals {
    author
  }
  staleBecause {
    sentence
  }
  household {
    id
    reference
    name
    advisor
    model {
      name
    }
  }
}`) as unknown as TypedDocumentString<DecideProposalsMutation, DecideProposalsMutationVariables>;
export const BlotterProposalsDocument = new TypedDocumentString(`
    query BlotterProposals($id: ID!, $first: Int!, $after: String) {
  batch(id: $id) {
    ...BatchStatus
    sums {
      ...Sums
    }
    proposals(first: $first, after: $after, orderBy: HOUSEHOLD_ASC) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...BlotterProposal
        }
      }
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}
fragment Sums on BatchSums {
  proposals
  proposed
  edited
  approved
  rejected
  stale
  trades
  taxCost
  turnoverValue
  turnover
  base
  outOfBandLeft
  refusedHouseholds
}
fragment BlotterProposal on Proposal {
  id
  listSha256
  state
  approvalsNeeded
  approvals {
    author
  }
  household {
    reference
    name
    advisor
    model {
      name
    }
  }
}`) as unknown as TypedDocumentString<BlotterProposalsQuery, BlotterProposalsQueryVariables>;
export const BlotterTradesDocument = new TypedDocumentString(`
    query BlotterTrades($id: ID!, $first: Int!, $after: String) {
  batch(id: $id) {
    trades(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...BlotterTrade
        }
      }
    }
  }
}
    fragment BlotterTrade on ProposedTrade {
  id
  side
  shares
  price
  value
  taxCost
  realizedGain
  reason
  note
  proposal {
    id
  }
  account {
    accountNumber
  }
  security {
    symbol
  }
  lots {
    shares
    term
  }
}`) as unknown as TypedDocumentString<BlotterTradesQuery, BlotterTradesQueryVariables>;
export const PushBlotterDocument = new TypedDocumentString(`
    mutation PushBlotter($input: PushBlotterInput!) {
  pushBlotter(input: $input) {
    __typename
    ... on PushBlotterPayload {
      verdicts {
        rowKey
        accepted
        code
        message
      }
    }
    ... on MutationRefused {
      code
      message
    }
    ... on Conflict {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<PushBlotterMutation, PushBlotterMutationVariables>;
export const BatchOutliersDocument = new TypedDocumentString(`
    query BatchOutliers($id: ID!, $first: Int!) {
  batch(id: $id) {
    ...BatchStatus
    sums {
      ...Sums
    }
    outliers(first: $first) {
      kind
      message
      amount
      household {
        reference
        name
        advisor
        model {
          name
        }
      }
      proposal {
        id
        taxCost
        turnoverValue
        largestDriftBefore
        largestDriftAfter
        state
      }
    }
  }
}
    fragment BatchStatus on Batch {
  id
  name
  kind
  state
  asOf
  author
  recordedAt
  finishedAt
  cancelledBy
  householdCount
  scope
  sleeve
  mode
  preference
  progress {
    waiting
    proposed
    nothingDue
    setAside
    failed
    cancelled
    chunks
    chunksDone
    secondsLeft
  }
}
fragment Sums on BatchSums {
  proposals
  proposed
  edited
  approved
  rejected
  stale
  trades
  taxCost
  turnoverValue
  turnover
  base
  outOfBandLeft
  refusedHouseholds
}`) as unknown as TypedDocumentString<BatchOutliersQuery, BatchOutliersQueryVariables>;
export const BatchDriftDocument = new TypedDocumentString(`
    query BatchDrift($id: ID!, $first: Int!, $after: String) {
  batch(id: $id) {
    proposals(
      first: $first
      after: $after
      filter: {states: [PROPOSED, EDITED, APPROVED]}
      orderBy: HOUSEHOLD_ASC
    ) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          ...ProposalDrift
        }
      }
    }
  }
}
    fragment ProposalDrift on Proposal {
  before {
    classes {
      name
      drift
    }
  }
  after {
    classes {
      name
      drift
    }
  }
}`) as unknown as TypedDocumentString<BatchDriftQuery, BatchDriftQueryVariables>;
export const ModelTiersDocument = new TypedDocumentString(`
    query ModelTiers($first: Int!, $after: String) {
  models(first: $first, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        current {
          nodes {
            name
            isTier
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ModelTiersQuery, ModelTiersQueryVariables>;
export const SignInDocument = new TypedDocumentString(`
    query SignIn {
  viewer {
    userName
    role
    firmName
  }
  firm {
    name
    asOf
    householdCount
    accountCount
    householdsOutOfBand
  }
}
    `) as unknown as TypedDocumentString<SignInQuery, SignInQueryVariables>;
export const HouseholdProposalDocument = new TypedDocumentString(`
    query HouseholdProposal($householdId: ID!) {
  household(id: $householdId) {
    id
    name
    reference
    drift {
      securities {
        security {
          symbol
        }
      }
    }
    model {
      current {
        nodes {
          securities {
            security {
              symbol
            }
          }
        }
      }
    }
  }
  proposals(first: 1, householdId: $householdId) {
    edges {
      node {
        ...SheetProposal
      }
    }
  }
}
    fragment SheetProposal on Proposal {
  id
  version
  asOf
  author
  recordedAt
  scope
  state
  taxCost
  turnoverValue
  household {
    id
    name
    reference
    accounts {
      id
      accountNumber
      name
      cash
      lots {
        id
        acquired
      }
    }
  }
  before {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      status
    }
  }
  after {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      drift
      status
    }
  }
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    realizedGain
    reason
    note
    editedBy
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
    lots {
      lotId
      shares
      proceeds
      realizedGain
      term
    }
  }
}`) as unknown as TypedDocumentString<HouseholdProposalQuery, HouseholdProposalQueryVariables>;
export const ProposalNowDocument = new TypedDocumentString(`
    query ProposalNow($id: ID!) {
  proposal(id: $id) {
    ...SheetProposal
  }
}
    fragment SheetProposal on Proposal {
  id
  version
  asOf
  author
  recordedAt
  scope
  state
  taxCost
  turnoverValue
  household {
    id
    name
    reference
    accounts {
      id
      accountNumber
      name
      cash
      lots {
        id
        acquired
      }
    }
  }
  before {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      status
    }
  }
  after {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      drift
      status
    }
  }
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    realizedGain
    reason
    note
    editedBy
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
    lots {
      lotId
      shares
      proceeds
      realizedGain
      term
    }
  }
}`) as unknown as TypedDocumentString<ProposalNowQuery, ProposalNowQueryVariables>;
export const ReviseProposalDocument = new TypedDocumentString(`
    mutation ReviseProposal($input: ReviseProposalInput!) {
  reviseProposal(input: $input) {
    __typename
    ... on ReviseProposalPayload {
      replayed
      verdicts {
        rowKey
        accepted
        message
      }
      proposal {
        ...SheetProposal
      }
    }
    ... on MutationRefused {
      message
      problems {
        message
      }
    }
    ... on Conflict {
      message
      currentVersion
    }
  }
}
    fragment SheetProposal on Proposal {
  id
  version
  asOf
  author
  recordedAt
  scope
  state
  taxCost
  turnoverValue
  household {
    id
    name
    reference
    accounts {
      id
      accountNumber
      name
      cash
      lots {
        id
        acquired
      }
    }
  }
  before {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      status
    }
  }
  after {
    accountId
    base
    classes {
      name
      target
      low
      high
      weight
      drift
      status
    }
  }
  trades {
    id
    ordinal
    side
    shares
    price
    value
    taxCost
    realizedGain
    reason
    note
    editedBy
    account {
      accountNumber
      name
    }
    security {
      symbol
      name
    }
    lots {
      lotId
      shares
      proceeds
      realizedGain
      term
    }
  }
}`) as unknown as TypedDocumentString<ReviseProposalMutation, ReviseProposalMutationVariables>;