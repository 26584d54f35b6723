/** Liveness, as every process answers it. */
export function GET(): Response {
  return Response.json({ status: 'ok', part: 'web' });
}
