import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type ValidationRule } from 'graphql';
import { errorCode } from '@dcmms/runtime/error-code.ts';
import type { Log } from '@dcmms/runtime/log.ts';
import { badInput } from '@dcmms/runtime/refusal.ts';
import { mask } from '../errors/mask.ts';
import { checkOperation, isTokenLimit, pickOperation } from '../guards/guard.ts';
import type { OperationLimits } from '../guards/limits.ts';
import { checkStructure } from '../guards/structure.ts';
import type { GatewayContext } from '../request.ts';
import type { GraphGateway } from '../supergraph/gateway.ts';
import { currentTraceId } from './trace.ts';

/**
 * Apollo Server in front of a graph: parsing, validation and the execution of plans. Whatever the environment says it runs as in
 * production; introspection is on, for only signed-in bearers come this far (contract §4).
 */
export function createApollo({ gateway, graph }: GraphGateway, limits: OperationLimits, log: Log): ApolloServer<GatewayContext> {
  return new ApolloServer<GatewayContext>({
    gateway,
    logger: log,
    nodeEnv: 'production',
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Unbounded registration would fill the cache; the console's trusted documents come with its session.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokensMax },
    maxRecursiveSelections: limits.selectionsMax,
    validationRules: [structureRule(limits)],
    formatError: (_formatted, error) => mask(asLimit(error), currentTraceId(), log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      guardPlugin(graph, limits),
    ],
  });
}

/** Runs before every other rule of ours and reports alone: the first breach is enough. */
function structureRule(limits: OperationLimits): ValidationRule {
  return (context) => {
    const error = checkStructure(context.getDocument(), limits);
    if (error) context.reportError(error);
    return {};
  };
}

function guardPlugin(graph: GraphGateway['graph'], limits: OperationLimits): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, request, contextValue }) {
          const current = graph();
          if (!current) throw refused(badInput('The graph is not loaded yet.'), 503);
          const operation = pickOperation(document, request.operationName);
          if (operation instanceof GraphQLError) throw refused(operation, 400);
          if (operation.operation === 'subscription') throw refused(badInput('Subscriptions go over graphql-ws, at /graphql.'), 400);
          const error = checkOperation(operation, document, current, contextValue.asked.viewer, request.variables ?? {}, limits);
          if (error) throw refused(error, errorCode(error) === 'FORBIDDEN' ? 403 : 400);
        },
        async willSendResponse({ response }) {
          // What the executor says here (`valueCompletion`) is about our schema, not for the client.
          if (response.body.kind === 'single') delete response.body.singleResult.extensions;
        },
      };
    },
  };
}

/** Apollo Server gives every syntax and validation error its own code; those that are about size keep ours. */
function asLimit(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const original = error.originalError;
  const isSize =
    isTokenLimit(error) ||
    error.extensions['validationErrorCode'] === 'MAX_RECURSIVE_SELECTIONS_EXCEEDED' ||
    (original instanceof GraphQLError && original.extensions['code'] === 'COST_LIMIT');
  return isSize ? new GraphQLError(error.message, { extensions: { code: 'COST_LIMIT' } }) : error;
}

function refused(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, http: { status, headers: new HeaderMap() } },
    originalError: error,
  });
}
