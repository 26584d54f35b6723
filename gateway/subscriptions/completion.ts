import { executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Log } from '@dcmms/runtime/log.ts';
import { mask } from '../errors/mask.ts';
import type { GatewayRequest } from '../request.ts';
import { eventService, tagsOf, type SubscriptionPlan } from './plan.ts';

/** What one event came to, shared by all who get it: written as JSON once, whoever and however many they are. */
export class Delivery {
  readonly result: FormattedExecutionResult;
  /** The tags of a frame, in the order of its arrays. */
  readonly tags: readonly string[] | undefined;
  #json: string | undefined;

  constructor(result: FormattedExecutionResult, tags?: readonly string[]) {
    this.result = result;
    this.tags = tags;
  }

  get json(): string {
    return (this.#json ??= JSON.stringify(this.result));
  }
}

/**
 * Completes one upstream event: whatever the subscription nests below the event's own fields is fetched now, by the same executor
 * that answers queries. The only caller of `executeQueryPlan` here.
 *
 * @param event Given up to the executor, which merges into it.
 */
export async function complete(
  plan: SubscriptionPlan,
  event: ExecutionResult,
  variables: Readonly<Record<string, unknown>>,
  services: ServiceMap,
  request: GatewayRequest,
  log: Log,
): Promise<Delivery> {
  const tags = plan.frames && tagsOf(plan, event.data);
  const { traceId } = request.scope;
  try {
    const result = await executeQueryPlan(
      plan.completion,
      { ...services, [eventService]: { process: async () => answerOf(event) } },
      executorRequest(plan, variables, request, log),
      plan.operationContext,
      plan.generation.supergraphSchema,
      plan.generation.operationSchema,
    );
    return new Delivery(shown(result, traceId, log), tags);
  } catch (error) {
    return new Delivery({ data: null, errors: [mask(error, traceId, log)] }, tags);
  } finally {
    request.close();
  }
}

type ExecutorRequest = Parameters<typeof executeQueryPlan>[2];
type Answer = Awaited<ReturnType<ServiceMap[string]['process']>>;

function answerOf(event: ExecutionResult): Answer {
  // A GraphQLError is a formatted error but for the exactness of an optional `locations`.
  return { data: event.data ?? null, ...(event.errors ? { errors: event.errors as NonNullable<Answer['errors']> } : {}) };
}

/** The few members of an Apollo Server request that the executor touches (guarded by planner-contract.test.ts). */
function executorRequest(
  plan: SubscriptionPlan,
  variables: Readonly<Record<string, unknown>>,
  request: GatewayRequest,
  log: Log,
): ExecutorRequest {
  const touched = {
    request: { variables: { ...variables } },
    context: { asked: request },
    metrics: {},
    logger: log,
    document: plan.document,
    operation: plan.operationContext.operation,
    schema: plan.generation.apiSchema,
  };
  return touched as unknown as ExecutorRequest;
}

/** `extensions.valueCompletion` of the executor describes our schema's broken promises to nobody's use, and is left out. */
function shown(result: ExecutionResult, traceId: string, log: Log): FormattedExecutionResult {
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors ? { errors: result.errors.map((error) => mask(error, traceId, log)) } : {}),
  };
}
