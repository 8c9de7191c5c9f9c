import type { InferKyselyDB } from '@mikro-orm/postgresql'
import type * as access from '../access/access.entity.ts'
import type * as audit from '../audit/audit.entity.ts'
import type * as batch from '../batches/batch.entity.ts'
import type * as fee from '../households/custodian-fee.entity.ts'
import type * as household from '../households/household.entity.ts'
import type * as scheduled from '../households/scheduled-purchase.entity.ts'
import type * as fileLoad from '../imports/file-load.entity.ts'
import type * as model from '../models/model.entity.ts'
import type * as alert from '../monitoring/alert.entity.ts'
import type * as drift from '../monitoring/drift.entity.ts'
import type * as decision from '../proposals/decision.entity.ts'
import type * as proposal from '../proposals/proposal.entity.ts'
import type * as security from '../securities/security.entity.ts'

/** The tables as Kysely sees them: column names as in the database, decimals and dates as strings. */
export type Tables = InferKyselyDB<
  | typeof access.firm
  | typeof access.firmUser
  | typeof access.accessToken
  | typeof audit.auditEntry
  | typeof audit.auditHead
  | typeof audit.auditCheckpoint
  | typeof audit.mutationKey
  | typeof household.household
  | typeof household.taxpayer
  | typeof household.account
  | typeof household.cashBalance
  | typeof household.taxLot
  | typeof household.taxLotChange
  | typeof household.position
  | typeof household.accountTransaction
  | typeof household.override
  | typeof scheduled.scheduledPurchase
  | typeof fee.custodianFee
  | typeof fileLoad.upload
  | typeof fileLoad.fileLoad
  | typeof model.model
  | typeof model.modelVersion
  | typeof model.modelNode
  | typeof model.modelSecurity
  | typeof model.modelAssignment
  | typeof drift.drift
  | typeof alert.alert
  | typeof batch.batch
  | typeof batch.batchChunk
  | typeof batch.batchHousehold
  | typeof decision.proposalDecision
  | typeof decision.approvalPolicy
  | typeof proposal.snapshotContent
  | typeof proposal.proposal
  | typeof proposal.proposedTrade
  | typeof security.assetClass
  | typeof security.security
  | typeof security.securityPrice
>
