import { createHmac } from 'node:crypto';

// What is agreed with the bridge, the other process of telemetry, which imports nothing from here (topic.test.ts compares).

/** The user name of the service that reads live values from the bridge's listener. */
export const liveUsername = 'dcmms-live';

/** Its password, derived from the installation's secret. */
export function livePassword(secret: string): string {
  return createHmac('sha256', secret).update('mqtt:live').digest('base64url');
}

/** The topic of a site's live values. */
export function liveTopic(siteId: string): string {
  return `$internal/live/${siteId}`;
}
