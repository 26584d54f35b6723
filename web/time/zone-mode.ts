/** By which clock times are told: the site's, UTC, or that of this device. */
export type ZoneMode = 'site' | 'utc' | 'mine';

export const zoneModes: readonly ZoneMode[] = ['site', 'utc', 'mine'];

/** The cookie that keeps a person's choice, so that the server's first page has it. */
export const zoneCookie = 'dcmms-zone';

export function isZoneMode(value: unknown): value is ZoneMode {
  return value === 'site' || value === 'utc' || value === 'mine';
}
