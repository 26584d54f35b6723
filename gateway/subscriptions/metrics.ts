import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What operators see of the live part. */
export interface LiveMetrics {
  /** Upstream subscriptions that are open, each shared by all who ask the same. */
  readonly hubs: Gauge;
  readonly members: Gauge;
  /** Clients that read what they missed before they join a hub. */
  readonly catchingUp: Gauge;
  readonly events: Counter;
  readonly deliveries: Counter;
  /** Deliveries that a slow client did not get as they were: merged into a newer frame, or the end of its stream. */
  readonly dropped: Counter;
  readonly completion: Histogram;
  readonly sockets: Gauge;
}

export function liveMetrics(registry: Registry): LiveMetrics {
  const registers = [registry];
  return {
    hubs: new Gauge({ name: 'dcmms_live_hubs', help: 'Upstream subscriptions that are open', registers }),
    members: new Gauge({ name: 'dcmms_live_members', help: 'Subscriptions of clients that get their events from a hub', registers }),
    catchingUp: new Gauge({ name: 'dcmms_live_catching_up', help: 'Subscriptions of clients that read what they missed', registers }),
    events: new Counter({ name: 'dcmms_live_events_total', help: 'Events that came from subgraphs', registers }),
    deliveries: new Counter({ name: 'dcmms_live_deliveries_total', help: 'Events handed to clients', registers }),
    dropped: new Counter({ name: 'dcmms_live_dropped_total', help: 'Deliveries merged or refused because a client was slow', registers }),
    completion: new Histogram({
      name: 'dcmms_live_completion_seconds',
      help: 'Time to complete one event from all subgraphs',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    sockets: new Gauge({ name: 'dcmms_live_sockets', help: 'Open WebSockets', registers }),
  };
}
