import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import type { Log } from '@dcmms/runtime/log.ts';
import type { Service } from '../data-source/service.ts';
import { readDirectives, type Directives } from './directives.ts';
import { manageSupergraph, type SupergraphSource } from './watch.ts';

// Since 2.14 the gateway reports to Apollo and asks the metadata services of four clouds, unless told not to before it is made.
process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

/** What is in service of one endpoint's graph at the moment. */
export interface Graph {
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  readonly directives: Directives;
}

export interface GraphGateway {
  readonly gateway: ApolloGateway;
  /** Undefined until the gateway has loaded. */
  readonly graph: () => Graph | undefined;
}

/**
 * Apollo's gateway over our services. Nothing of its development mode is left on, whatever the environment says: no query plans to
 * whoever asks for them, every new supergraph validated before it is taken.
 *
 * @param onGraph Told of each graph that comes into service, the first included.
 */
export function createGraphGateway(
  source: SupergraphSource,
  services: ReadonlyMap<string, Service>,
  log: Log,
  onGraph: (graph: Graph) => void = () => {},
): GraphGateway {
  let current: Graph | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl: manageSupergraph(source, log),
    buildService: ({ name }) => {
      const service = services.get(name);
      if (!service) throw new Error(`The supergraph asks for a subgraph ${name} that this gateway was not given.`);
      return service.fetches;
    },
    logger: log,
    debug: false,
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
    queryPlannerConfig: { debug: { maxEvaluatedPlans: 1_000, pathsLimit: 500 } },
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    current = { supergraphSdl: coreSupergraphSdl, apiSchema, directives: readDirectives(coreSupergraphSdl) };
    onGraph(current);
  });
  return { gateway, graph: () => current };
}
