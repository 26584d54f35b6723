import { createHmac } from 'node:crypto';

/** The user name of the service that reads live values: not a gateway's, which has colons in it. */
export const liveUsername = 'dcmms-live';

/** Its password, derived from the installation's secret like every other. */
export function livePassword(secret: string): string {
  return createHmac('sha256', secret).update('mqtt:live').digest('base64url');
}

/** The topic of a site's live values: internal, because no gateway may publish or subscribe below it. */
export function liveTopic(siteId: string): string {
  return `$internal/live/${siteId}`;
}

const filter = /^\$internal\/live\/(\+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The site that a subscription asks for, `+` for all; undefined when it asks for anything else. */
export function liveSite(topicFilter: string): string | undefined {
  return filter.exec(topicFilter)?.[1];
}
