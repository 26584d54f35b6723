/** Power of a site now, against what it should be in this weather; null where it is not measured. Kilowatts. */
export interface SitePower {
  readonly actualKw: number | null;
  readonly expectedKw: number | null;
}

/** A deviation below it is noise of sensors and model, not a loss. */
export const deviationShareMin = 0.05;

/** Whether a site gives noticeably less than it should: at least 5 % of what is expected. */
export function isLosing({ actualKw, expectedKw }: SitePower): boolean {
  if (actualKw === null || expectedKw === null || expectedKw <= 0) return false;
  return (expectedKw - actualKw) / expectedKw >= deviationShareMin;
}

/** Actual over expected, 0 to 1 and above; null without both, or at night. */
export function shareOf({ actualKw, expectedKw }: SitePower): number | null {
  return actualKw === null || expectedKw === null || expectedKw <= 0 ? null : actualKw / expectedKw;
}
