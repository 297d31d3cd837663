import type { Principal } from '../access/principal.ts';
import type { BudgetStatus } from '../budget/budget.ts';
import type { BudgetStore } from '../budget/budget-store.ts';
import { refusalOf } from '../budget/enforcement.ts';
import type { BudgetRefusal } from '../errors.ts';
import { bestCaseCost } from '../price/price.ts';
import type { CostAmounts } from '../price/price.ts';
import type { CallRequest } from './call-request.ts';
import { fillPrompt } from './fill-prompt.ts';
import { draftCall, fitsContextWindow } from './prepare-call.ts';
import type { CallPreparation, DraftedChat } from './prepare-call.ts';

/** What one budget would say to the call now. */
export interface BudgetVerdict {
  status: BudgetStatus;
  /** Null when it would take the call's hold. */
  refusal: BudgetRefusal | null;
}

/** What a call would send, could cost and would meet. */
export interface CallPreview {
  prepared: DraftedChat;
  fitsContextWindow: boolean;
  minCost: CostAmounts;
  /** What would be held. */
  maxCost: CostAmounts;
  budgets: readonly BudgetVerdict[];
}

/**
 * The call as it would be sent, without holding, storing or sending anything. Throws ValidationError,
 * UnknownModelPriceError, ProviderNotConfiguredError, StoreUnavailableError.
 */
export async function previewCall(
  parts: CallPreparation & { budgets: BudgetStore },
  principal: Principal,
  request: CallRequest,
  now: number,
): Promise<CallPreview> {
  const filled = await fillPrompt(parts, principal, request, now, placeholder);
  const prepared = await draftCall(parts, principal, filled, now);
  if (prepared.kind !== 'chat') throw new Error('only chats are previewed');
  const [first] = prepared.candidates;
  const maxCost = prepared.call.worstCase.cost;
  const matching = await parts.budgets.matching(principal.projectId, prepared.scopeKeys, now);
  return {
    prepared,
    fitsContextWindow: fitsContextWindow(first),
    minCost: bestCaseCost(first.prompt.tokens, first.model.price),
    maxCost,
    budgets: matching.map((status) => ({ status, refusal: verdictOf(status, maxCost.totalNano) })),
  };
}

/** A preview asks no model, so it cannot know the summary. */
function placeholder(): Promise<string> {
  return Promise.resolve('(a summary, which the model writes when the call is made)');
}

function verdictOf({ budget, ledger }: BudgetStatus, requestedNano: bigint): BudgetRefusal | null {
  return ledger === null ? null : refusalOf(budget, ledger, requestedNano);
}
