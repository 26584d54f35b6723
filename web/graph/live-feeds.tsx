'use client';

import { useEffect, useRef } from 'react';
import { useClient, type Client } from 'urql';
import { graphql } from '../gql/gql.ts';
import type { LiveAlertsSubscription, LiveWorkOrdersSubscription } from '../gql/graphql.ts';
import { refetchFields, refetchNaming } from './active.ts';
import { derived, namesOf } from './changed.ts';

const liveAlerts = graphql(`
  subscription LiveAlerts($after: String) {
    alertChanged(after: $after) {
      cursor
      alert {
        id
        number
        title
        message
        category
        severity
        status
        needsAcknowledgement
        value
        threshold
        unit
        triggeredAt
        occurrenceCount
        lastOccurrenceAt
        acknowledgedAt
        acknowledgedBy {
          id
          displayName
        }
        acknowledgmentComment
        resolvedAt
        resolvedBy {
          id
          displayName
        }
        resolution
        resolvedAutomatically
        suppressedUntil
        suppressionReason
        site {
          id
          code
          name
          timezone
        }
        asset {
          id
          code
          name
        }
        workOrder {
          id
          number
          status
        }
      }
    }
  }
`);

const liveWorkOrders = graphql(`
  subscription LiveWorkOrders($after: String) {
    workOrderChanged(after: $after) {
      cursor
      workOrder {
        id
        number
        title
        description
        type
        priority
        status
        version
        origin
        holdReason
        scheduledStart
        scheduledEnd
        actualStart
        actualEnd
        completionNotes
        createdAt
        updatedAt
        sla {
          responseDue
          responseMetAt
          responseBreached
          resolutionDue
          resolutionMetAt
          resolutionBreached
        }
        site {
          id
          code
          name
          timezone
        }
        asset {
          id
          code
          name
        }
        assignedTo {
          id
          displayName
        }
        actions {
          name
          allowed
          blockedBy
          to
          needsReason
        }
        tasks {
          id
          title
          sequence
          status
          isCritical
        }
      }
    }
  }
`);

export interface LiveEvents {
  readonly alert: LiveAlertsSubscription['alertChanged'];
  readonly workOrder: LiveWorkOrdersSubscription['workOrderChanged'];
}

type Listeners = { readonly [Kind in keyof LiveEvents]: Set<(event: LiveEvents[Kind]) => void> };

const listeners: Listeners = { alert: new Set(), workOrder: new Set() };

/**
 * Mounted once in the console's frame: follows all alarms and orders that the viewer may see, writes them into the cache and tells
 * whoever listens. Without the permission there is silence.
 */
export function LiveFeeds(): null {
  const client = useClient();
  useEffect(() => {
    const stops = [followAlerts(client), followWorkOrders(client)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  return null;
}

/** Calls back with every change of an alarm or an order while mounted; one that is older than what is shown is left out. */
export function useLiveEvents<Kind extends keyof LiveEvents>(kind: Kind, callback: (event: LiveEvents[Kind]) => void): void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => {
    const listener = (event: LiveEvents[Kind]) => latest.current(event);
    const set: Set<(event: LiveEvents[Kind]) => void> = listeners[kind];
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }, [kind]);
}

function followAlerts(client: Client): () => void {
  const subscription = client.subscription(liveAlerts, {}).subscribe(({ data }) => {
    if (!data) return;
    const { alert } = data.alertChanged;
    refetchFields(derived.alert);
    refetchNaming(namesOf([alert]));
    for (const listener of listeners.alert) listener(data.alertChanged);
  });
  return () => subscription.unsubscribe();
}

function followWorkOrders(client: Client): () => void {
  const subscription = client.subscription(liveWorkOrders, {}).subscribe(({ data }) => {
    if (!data) return;
    const { workOrder } = data.workOrderChanged;
    refetchFields(derived.workOrder);
    refetchNaming(namesOf([workOrder]));
    for (const listener of listeners.workOrder) listener(data.workOrderChanged);
  });
  return () => subscription.unsubscribe();
}
