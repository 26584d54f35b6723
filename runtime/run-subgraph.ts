import { z } from 'zod';
import { parseEnvironment } from './config.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics, endWithParent } from './serve.ts';
import { serveSubgraph } from './serve-subgraph.ts';
import type { Subgraph, SubgraphName } from './subgraph.ts';
import { viewerTokenKey } from './viewer-token.ts';

/** What every subgraph's process takes from its environment. */
const common = z.object({
  DCMMS_SECRET: z.string().min(16, 'the secret of the installation, at least 16 characters'),
  /** Loopback unless told otherwise (contract §2). */
  SUBGRAPH_HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free port, which the launcher is told. */
  SUBGRAPH_PORT: z.coerce.number().int().min(0).max(65535).default(0),
});

/** An address of a login role in PostgreSQL, for the settings of a subgraph's process. */
export const databaseAddress = z.string().startsWith('postgres', 'a postgresql:// address');

/**
 * Runs one subgraph as a process of its own (`--services`): parses its settings, serves it, tells the launcher where, and ends in
 * an orderly way when asked or when the launcher is gone.
 *
 * @param own The subgraph's own settings beside the common ones.
 */
export async function runSubgraph<Own extends z.ZodObject>(
  name: SubgraphName,
  own: Own,
  create: (settings: z.infer<Own>, log: Log) => Subgraph | Promise<Subgraph>,
): Promise<void> {
  const settings = parseEnvironment(z.intersection(common, own));
  const log = createLog(name);
  const subgraph = await create(settings, log);
  const service = await serveSubgraph({
    subgraph,
    viewerKey: viewerTokenKey(settings.DCMMS_SECRET),
    host: settings.SUBGRAPH_HOST,
    port: settings.SUBGRAPH_PORT,
    log,
    registry: createMetrics(name),
  });
  log.info({ url: service.url }, 'the subgraph answers');
  endWithParent(async () => {
    await service.close();
    await subgraph.close();
  });
  // Last: a signal that follows at once is heard as well.
  process.send?.({ type: 'ready', url: service.url });
}
