import { collectDefaultMetrics, Registry } from 'prom-client';

const registry = new Registry();
registry.setDefaultLabels({ part: 'web' });
collectDefaultMetrics({ register: registry });

export const dynamic = 'force-dynamic';

/** The process's own figures in Prometheus' text format, as every process gives them. */
export async function GET(): Promise<Response> {
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
}
