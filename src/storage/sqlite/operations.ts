import {
  createApiKey,
  findApiKey,
  findKeysByHashes,
  listApiKeys,
  markKeysUsed,
  revokeApiKey,
  rotateApiKey,
  updateApiKey,
} from './api-keys.ts';
import { attemptsOf } from './attempts.ts';
import { appendAudit, listAudit } from './audit-log.ts';
import { bookDifferences, projectSpans } from './books.ts';
import {
  createBudget,
  deleteBudget,
  findBudgets,
  listBudgets,
  matchingBudgets,
  updateBudget,
} from './budgets.ts';
import { cancellations, requestCancel } from './cancellations.ts';
import { findCall, listCalls, renewLeases } from './calls.ts';
import { contentOf, sweepContents } from './contents.ts';
import type { Database } from './database.ts';
import { dispatch } from './dispatch.ts';
import { deleteEventsBefore, firstSeq, lastSeq, listEvents, readEvents } from './events.ts';
import { extendHold } from './extend-hold.ts';
import { checkReadable, checkWritable } from './health.ts';
import { feedbackOf, giveFeedback } from './feedback.ts';
import { allBudgets, tellForecast } from './forecasts.ts';
import { holdsOf } from './holds.ts';
import { checkIn, checkOut } from './instances.ts';
import { addPrice, listPrices } from './prices.ts';
import { costsOfOtherModels } from './model-costs.ts';
import { presumeSpent } from './presume-spent.ts';
import { createProject, findProject, listProjects } from './projects.ts';
import {
  allProviderKeys,
  deleteProviderKey,
  listProviderKeys,
  resealProviderKey,
  setProviderKey,
} from './provider-keys.ts';
import { admitCall, endAdmissions, renewSlots } from './rate-uses.ts';
import { reprice } from './reprice.ts';
import { readSetting, writeSettingOnce } from './settings.ts';
import { scanCalls } from './scan-calls.ts';
import { settle } from './settle.ts';
import { changeTemplateLabel, labelHistory } from './template-labels.ts';
import {
  archiveTemplate,
  createTemplate,
  findTemplates,
  findVersions,
  listTemplates,
  listVersions,
  publishVersion,
} from './templates.ts';
import { makeRollups } from './roll-up.ts';
import { writeRollups } from './rollups.ts';
import { aggregateUsage, aggregateUsageOfCalls } from './usage.ts';
import {
  dueDeliveries,
  enqueueDeliveries,
  listDeliveries,
  pruneDeliveries,
  recordDelivery,
  replayDelivery,
} from './webhook-deliveries.ts';
import {
  allWebhooks,
  createWebhook,
  deleteWebhook,
  findWebhook,
  leaseWebhooks,
  listWebhooks,
  releaseWebhooks,
  resealWebhook,
  updateWebhook,
} from './webhooks.ts';

/** What a worker thread can be asked for, by name: functions of a connection inside an open transaction. */
export type OperationTable = Readonly<Record<string, (database: Database, ...values: never[]) => unknown>>;

/**
 * What the writer does. Each is one atomic step, and a pure function of the database and its values, so that it can be
 * rolled back and run again.
 */
export const writeOperations = {
  dispatch,
  extendHold,
  settle,
  reprice,
  renewLeases,
  requestCancel,
  presumeSpent,
  createBudget,
  updateBudget,
  deleteBudget,
  addPrice,
  setProviderKey,
  deleteProviderKey,
  resealProviderKey,
  deleteEventsBefore,
  createTemplate,
  publishVersion,
  changeTemplateLabel,
  archiveTemplate,
  createApiKey,
  rotateApiKey,
  updateApiKey,
  revokeApiKey,
  markKeysUsed,
  createProject,
  appendAudit,
  admitCall,
  endAdmissions,
  renewSlots,
  tellForecast,
  sweepContents,
  giveFeedback,
  writeRollups,
  writeSettingOnce,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  leaseWebhooks,
  releaseWebhooks,
  resealWebhook,
  enqueueDeliveries,
  recordDelivery,
  replayDelivery,
  pruneDeliveries,
  checkIn,
  checkOut,
  checkWritable,
} satisfies OperationTable;

/** What the reader does, each on one snapshot of the database. */
export const readOperations = {
  findCall,
  listCalls,
  scanCalls,
  cancellations,
  attemptsOf,
  holdsOf,
  findBudgets,
  listBudgets,
  matchingBudgets,
  allBudgets,
  listPrices,
  listProviderKeys,
  allProviderKeys,
  firstSeq,
  findTemplates,
  findVersions,
  listTemplates,
  listVersions,
  labelHistory,
  lastSeq,
  readEvents,
  contentOf,
  feedbackOf,
  listEvents,
  aggregateUsage,
  findApiKey,
  findKeysByHashes,
  listApiKeys,
  findProject,
  listProjects,
  listAudit,
  costsOfOtherModels,
  aggregateUsageOfCalls,
  makeRollups,
  projectSpans,
  bookDifferences,
  readSetting,
  findWebhook,
  listWebhooks,
  allWebhooks,
  dueDeliveries,
  listDeliveries,
  checkReadable,
} satisfies OperationTable;

export type WriteOperations = typeof writeOperations;
export type ReadOperations = typeof readOperations;
