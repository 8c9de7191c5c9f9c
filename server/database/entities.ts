import { AccessTokenRow, FirmRow, FirmUserRow } from '../access/access.entity.ts'
import { AuditEntryRow, AuditHeadRow, MutationKeyRow } from '../audit/audit.entity.ts'
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
import { ClassDriftRow, DriftRow } from '../monitoring/drift.entity.ts'
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
  ClassDriftRow,
  SnapshotContentRow,
  ProposalRow,
  ProposedTradeRow,
  AuditEntryRow,
  AuditHeadRow,
  MutationKeyRow,
]
