import { AccessTokenRow, FirmRow, FirmUserRow } from '../access/access.entity.ts'
import { AuditCheckpointRow, AuditEntryRow, AuditHeadRow, MutationKeyRow } from '../audit/audit.entity.ts'
import { BatchChunkRow, BatchHouseholdRow, BatchRow } from '../batches/batch.entity.ts'
import { CustodianFeeRow } from '../households/custodian-fee.entity.ts'
import {
  AccountRow,
  AccountTransactionRow,
  CashBalanceRow,
  HouseholdRow,
  OverrideRow,
  PositionRow,
  TaxLotChangeRow,
  TaxLotRow,
  TaxpayerRow,
} from '../households/household.entity.ts'
import { ScheduledPurchaseRow } from '../households/scheduled-purchase.entity.ts'
import { FileLoadRow, UploadRow } from '../imports/file-load.entity.ts'
import {
  ModelAssignmentRow,
  ModelNodeRow,
  ModelRow,
  ModelSecurityRow,
  ModelVersionRow,
} from '../models/model.entity.ts'
import { AlertRow } from '../monitoring/alert.entity.ts'
import { DriftRow } from '../monitoring/drift.entity.ts'
import { ApprovalPolicyRow, ProposalDecisionRow } from '../proposals/decision.entity.ts'
import { ProposalRow, ProposedTradeRow, SnapshotContentRow } from '../proposals/proposal.entity.ts'
import { AssetClassRow, PriceRow, SecurityRow } from '../securities/security.entity.ts'

/** Every table, in one list. */
export const entities = [
  FirmRow,
  FirmUserRow,
  AccessTokenRow,
  AssetClassRow,
  SecurityRow,
  PriceRow,
  ModelRow,
  ModelVersionRow,
  ModelNodeRow,
  ModelSecurityRow,
  ModelAssignmentRow,
  HouseholdRow,
  TaxpayerRow,
  AccountRow,
  AccountTransactionRow,
  CashBalanceRow,
  TaxLotRow,
  TaxLotChangeRow,
  PositionRow,
  OverrideRow,
  ScheduledPurchaseRow,
  CustodianFeeRow,
  UploadRow,
  FileLoadRow,
  DriftRow,
  AlertRow,
  SnapshotContentRow,
  ProposalRow,
  ProposedTradeRow,
  ProposalDecisionRow,
  ApprovalPolicyRow,
  BatchRow,
  BatchChunkRow,
  BatchHouseholdRow,
  AuditEntryRow,
  AuditHeadRow,
  AuditCheckpointRow,
  MutationKeyRow,
]
