import { fastify, type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Check } from './subgraph.ts';

/** A registry with the process's own metrics (CPU, memory, event loop). */
export function createMetrics(part: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ part });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export interface HealthSettings {
  readonly part: string;
  readonly registry: Registry;
  /** The state of everything this process needs; asked at each call of `/ready`. */
  readonly checks: () => Promise<readonly Check[]>;
}

/**
 * `/health` (alive), `/ready` (everything it needs answers; 503 with the parts that do not) and `/metrics` (Prometheus), the same
 * on every process.
 */
export function addHealthRoutes(server: FastifyInstance, settings: HealthSettings): void {
  server.get('/health', async () => ({ status: 'ok', part: settings.part }));
  server.get('/ready', async (_request, reply) => {
    const checks = await settings.checks();
    const ok = checks.every((check) => check.ok);
    return reply.code(ok ? 200 : 503).send({ status: ok ? 'ready' : 'not ready', part: settings.part, checks });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', settings.registry.contentType).send(await settings.registry.metrics()),
  );
}

/** A server of the health routes alone, for a process that serves nothing else over HTTP. */
export async function serveHealth(
  settings: HealthSettings & { host: string; port: number },
): Promise<{ url: string; close(): Promise<void> }> {
  const server = fastify({ logger: false });
  addHealthRoutes(server, settings);
  const url = await server.listen({ host: settings.host, port: settings.port });
  return { url, close: () => server.close() };
}

/** Runs a check within a bound, so that `/ready` answers although a part hangs. */
export async function check(part: string, probe: () => Promise<unknown>, timeoutMs = 2_000): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    });
    await Promise.race([probe(), late]);
    return { part, ok: true };
  } catch (error) {
    return { part, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Ends the process in an orderly way: at SIGTERM or SIGINT, and when the launcher that started it is gone (its IPC channel
 * closes), so that a killed launcher leaves nothing behind.
 */
export function endWithParent(close: () => Promise<void>, drainMs = 5_000): void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), drainMs).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  if (process.send) {
    process.on('disconnect', end);
    // The launcher may have gone while this process was still loading; nobody tells that again.
    if (!process.connected) end();
  }
}
