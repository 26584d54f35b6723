import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { fastify } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { TenantIdentity } from '@dcmms/gateway/identity/tenants.ts';
import { createSubgraphs, inProcessSettings } from '@dcmms/gateway/in-process.ts';
import { parseEnvironment } from '@dcmms/runtime/config.ts';
import { Database } from '@dcmms/runtime/database/database.ts';
import { createLog } from '@dcmms/runtime/log.ts';
import { databaseAddress } from '@dcmms/runtime/run-subgraph.ts';
import { endWithParent } from '@dcmms/runtime/serve.ts';
import { oneContext, oneSchema, type OneContext } from './one-schema.ts';

/**
 * What the gateway is measured against: one Apollo Server on Fastify with the resolvers of all four subgraphs in one schema, the
 * same tokens verified by the same code against the same database, and none of the gateway's guards, limits, metrics or masks.
 */
const settings = parseEnvironment(
  inProcessSettings.extend({ GATEWAY_DATABASE_URL: databaseAddress, GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535) }),
);
const log = createLog('mono');
const subgraphs = createSubgraphs(settings, log);
const identity = new TenantIdentity({
  database: new Database({ url: settings.GATEWAY_DATABASE_URL, name: 'mono', log }),
  outboxUrl: settings.OUTBOX_DATABASE_URL,
  audience: 'dcmms',
  log,
});
await identity.start();
const apollo = new ApolloServer<OneContext>({
  schema: oneSchema(subgraphs),
  logger: log,
  nodeEnv: 'production',
  stopOnTerminationSignals: false,
  plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
});
await apollo.start();
const server = fastify({ logger: false });
server.route({
  method: ['GET', 'POST'],
  url: '/graphql',
  handler: fastifyApolloHandler(apollo, {
    context: async (request, reply) => {
      const { viewer } = await identity.authenticate(request.headers.authorization);
      const abort = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) abort.abort();
      });
      return oneContext(viewer, { requestId: randomUUID(), traceId: randomBytes(16).toString('hex'), signal: abort.signal });
    },
  }),
});
const url = await server.listen({ host: '127.0.0.1', port: settings.GATEWAY_PORT });
process.send?.({ type: 'ready', url });

endWithParent(async () => {
  await server.close();
  await apollo.stop();
  await identity.close();
  for (const subgraph of subgraphs) await subgraph.close();
});
