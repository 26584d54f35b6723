/** Who waits for the console to be ready waits no longer than this for its gateway. */
const patienceMs = 2_000;

/** Read at each request: what was so at the build says nothing. */
export const dynamic = 'force-dynamic';

/** Readiness, as every process answers it: the console can do nothing without its gateway. */
export async function GET(): Promise<Response> {
  const gateway = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:4000';
  const check = await fetch(new URL('/health', gateway), { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) }).then(
    ({ ok, status }) => (ok ? { part: 'gateway', ok } : { part: 'gateway', ok, detail: `It answers ${status} at GATEWAY_URL.` }),
    () => ({ part: 'gateway', ok: false, detail: 'It does not answer at GATEWAY_URL.' }),
  );
  return Response.json({ status: check.ok ? 'ready' : 'not ready', part: 'web', checks: [check] }, { status: check.ok ? 200 : 503 });
}
