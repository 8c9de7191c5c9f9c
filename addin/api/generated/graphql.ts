/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** All given conditions must hold. */
export type AccountFilter = {
  custodian?: string | null | undefined;
  householdId?: string | null | undefined;
  outOfBand?: boolean | null | undefined;
  /** Part of the name or number, in any case, up to 100 characters. */
  search?: string | null | undefined;
  taxStatus?: TaxStatus | null | undefined;
};

/** Where a weight stands to its band; the edges are inside. NO_VALUE: the base is zero. */
export type BandStatus =
  | 'ABOVE_BAND'
  | 'BELOW_BAND'
  | 'IN_BAND'
  | 'NO_VALUE';

/** LONG: held more than one year. */
export type GainTerm =
  | 'LONG'
  | 'SHORT';

/** Which accounts a set of securities is for; a set for a tax status replaces the one for ANY. */
export type Holder =
  | 'ANY'
  | 'TAXABLE'
  | 'TAX_DEFERRED'
  | 'TAX_EXEMPT';

/** All given conditions must hold. */
export type HouseholdFilter = {
  modelId?: string | null | undefined;
  /** true: some class is beyond its band; false: none is. */
  outOfBand?: boolean | null | undefined;
  /** Part of the name or reference, in any case, up to 100 characters. */
  search?: string | null | undefined;
};

/** DRIFT_DESC: largest drift first. Households without drift come last. */
export type HouseholdOrder =
  | 'DRIFT_DESC'
  | 'OUT_OF_BAND_DESC'
  | 'REFERENCE_ASC';

/** A class or tier of the model as it is to be. */
export type ModelNodeInput = {
  high: string;
  /** Exactly one class is the cash class. */
  isCash?: boolean;
  low: string;
  name: string;
  /** The tier above; none at the top. */
  parent?: string | null | undefined;
  /** A fraction with up to 6 places. The top sums to 1, the parts of a tier to its target. */
  target: string;
};

/** What fills a part of a class for accounts of one tax status. */
export type ModelSecurityInput = {
  /** Bought, first to last, where the security may not be. */
  alternatives?: Array<string>;
  assetClass: string;
  holder?: Holder;
  symbol: string;
  /** Share of the class, a fraction; those of a class and holder sum to 1. */
  weight: string;
};

/** EDITED: a person changed a trade. */
export type ProposalState =
  | 'EDITED'
  | 'PROPOSED';

export type PublishModelVersionInput = {
  /** Chosen by the client, up to 255 characters: the same key with the same input has one effect, kept 30 days. */
  clientMutationId: string;
  /** First trade date in force; none: the latest date with positions and prices. */
  effectiveFrom?: string | null | undefined;
  /** The number of the version that was edited; a conflict if a later one was published since. */
  expectedVersion: number;
  modelId: string;
  /** Every tier and class. */
  nodes: Array<ModelNodeInput>;
  /** Why; it stays in the history. */
  rationale: string;
  /** In order of preference within a class and holder. */
  securities: Array<ModelSecurityInput>;
};

export type RebalanceHouseholdInput = {
  /** Plans this account of the household alone. */
  accountId?: string | null | undefined;
  /** Chosen by the client, up to 255 characters: the same key with the same input has one effect, kept 30 days. */
  clientMutationId: string;
  householdId: string;
  scope?: RebalanceScope;
};

/** Whether the accounts of a household are steered as one portfolio or each by itself. */
export type RebalanceLevel =
  | 'ACCOUNT'
  | 'HOUSEHOLD';

/** How far to go: TARGET: every class to its target. MIDPOINT: half way from band to target. BAND: just inside the band. The last two propose nothing where nothing is due. */
export type RebalanceScope =
  | 'BAND'
  | 'MIDPOINT'
  | 'TARGET';

export type ReviseProposalInput = {
  /** Chosen by the client, up to 255 characters: the same key with the same input has one effect, kept 30 days. */
  clientMutationId: string;
  /** At most 2,000. */
  edits: Array<TradeEditInput>;
  /** The proposal's version that the edits were made on. */
  expectedVersion: number;
  proposalId: string;
};

/** ANALYST and COMPLIANCE can only read. */
export type Role =
  | 'ADMINISTRATOR'
  | 'ADVISOR'
  | 'ANALYST'
  | 'COMPLIANCE';

/** TAX_DEFERRED: traditional IRA, 401(k). TAX_EXEMPT: Roth. */
export type TaxStatus =
  | 'TAXABLE'
  | 'TAX_DEFERRED'
  | 'TAX_EXEMPT';

/** What a person wants of one trade: other shares, a note, or a trade that is not in the list yet. */
export type TradeEditInput = {
  /** Of a new trade. */
  accountNumber?: string | null | undefined;
  /** Replaces the note that stood; none: it stays. */
  note?: string | null | undefined;
  /** The client's name for its row; its verdict comes back under it. */
  rowKey: string;
  /** Zero strikes a trade. */
  shares: string;
  /** Of a new trade. */
  side?: TradeSide | null | undefined;
  /** Of a new trade: a security held or in the model. */
  symbol?: string | null | undefined;
  /** A trade of the proposal; none: a new one. */
  tradeId?: string | null | undefined;
};

export type TradeSide =
  | 'BUY'
  | 'SELL';

export type AccountClassesPageQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: AccountFilter | null | undefined;
}>;


export type AccountClassesPageQuery = { accounts: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: Array<{ node: { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, household: { reference: string, name: string, model: { name: string } | null }, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null } }> } };

export type DriftSummaryFragment = { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus };

export type ClassDriftRowFragment = { ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus };

export type SecurityDriftRowFragment = { shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } };

export type HouseholdSummaryFragment = { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null };

export type HouseholdClassesFragment = { id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, model: { name: string } | null, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null };

export type AccountSummaryFragment = { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, custodian: string, cash: string, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null };

export type AccountClassesFragment = { id: string, accountNumber: string, name: string, taxStatus: TaxStatus, household: { reference: string, name: string, model: { name: string } | null }, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null };

export type ProposalDetailFragment = { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, warnings: Array<{ sentence: string }> };

export type HouseholdDetailQueryVariables = Exact<{
  id: string;
}>;


export type HouseholdDetailQuery = { household: { objective: string | null, riskTolerance: string | null, timeHorizonYears: number | null, id: string, reference: string, name: string, rebalanceLevel: RebalanceLevel, accounts: Array<{ id: string, accountNumber: string, name: string, taxStatus: TaxStatus, custodian: string, cash: string, drift: { asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus } | null }>, drift: { cash: string, reserve: string, asOf: string, base: string, largestDrift: string, outOfBand: number, status: BandStatus, securities: Array<{ shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } }>, unpriced: Array<{ shares: string, price: string | null, value: string | null, weight: string | null, unrealizedGain: string | null, security: { symbol: string, name: string, assetClass: string | null } }>, classes: Array<{ ordinal: number, parentOrdinal: number | null, name: string, isTier: boolean, isCash: boolean, isOutsideModel: boolean, value: string, weight: string | null, target: string, low: string, high: string, drift: string | null, status: BandStatus }> } | null, model: { name: string } | null } | null, proposals: { edges: Array<{ node: { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, warnings: Array<{ sentence: string }> } }> } };

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

export type RebalanceHouseholdMutationVariables = Exact<{
  input: RebalanceHouseholdInput;
}>;


export type RebalanceHouseholdMutation = { rebalanceHousehold:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'MutationRefused', message: string, problems: Array<{ message: string }> }
    | { __typename: 'RebalanceHouseholdPayload', replayed: boolean, proposal: { id: string, asOf: string, author: string, recordedAt: string, scope: RebalanceScope, state: ProposalState, taxCost: string, turnoverValue: string, trades: Array<{ id: string, ordinal: number, side: TradeSide, shares: string, price: string, value: string, taxCost: string, reason: string, account: { accountNumber: string, name: string }, security: { symbol: string, name: string } }>, classesLeftAlone: Array<{ name: string, reasons: Array<{ sentence: string }> }>, refusals: Array<{ reason: { sentence: string } }>, warnings: Array<{ sentence: string }> } }
   };

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
  state
  taxCost
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
  state
  taxCost
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
  state
  taxCost
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
  warnings {
    sentence
  }
}`) as unknown as TypedDocumentString<RebalanceHouseholdMutation, RebalanceHouseholdMutationVariables>;
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