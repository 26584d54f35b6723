/** Every address of the console, in one place. What is filtered, sorted or open is in the query; `with` keeps what a reader had. */
type Query = Readonly<Record<string, string | undefined>>;

export const links = {
  overview: () => '/',
  alarms: (query: Query = {}) => to('/alarms', query),
  alarm: (id: string, query: Query = {}) => to(`/alarms/${encodeURIComponent(id)}`, query),
  assets: (query: Query = {}) => to('/assets', query),
  asset: (code: string, query: Query = {}) => to(`/assets/${encodeURIComponent(code)}`, query),
  /** `tags` are ids of tags; `from`, `to` in Grafana's grammar or ISO 8601. */
  trends: ({
    tags = [],
    ...query
  }: { readonly tags?: readonly string[]; readonly from?: string; readonly to?: string; readonly tz?: string } = {}) =>
    to('/trends', { tags: tags.length > 0 ? tags.join(',') : undefined, ...query }),
  workOrders: (query: Query = {}) => to('/work-orders', query),
  workOrder: (number: string, query: Query = {}) => to(`/work-orders/${encodeURIComponent(number)}`, query),
  newWorkOrder: (query: Query = {}) => to('/work-orders/new', query),
  /** A technician's day. */
  myWork: () => '/my-work',
  outbox: () => '/outbox',
  inventory: (query: Query = {}) => to('/inventory', query),
  inventoryItem: (id: string, query: Query = {}) => to(`/inventory/${encodeURIComponent(id)}`, query),
  gateways: (query: Query = {}) => to('/gateways', query),
  deadLetters: (query: Query = {}) => to('/gateways/dead-letters', query),
  /** The wall of one site. */
  wall: (siteCode: string) => `/wall/${encodeURIComponent(siteCode)}`,
  sessions: () => '/sessions',
  signIn: (query: Query = {}) => to('/sign-in', query),
  /** The gateway's own: sends the person to their provider. */
  login: (query: { readonly email: string; readonly returnTo: string }) => to('/auth/login', query),
} as const;

function to(path: string, query: Query): string {
  const entries = Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}
