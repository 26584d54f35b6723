const nightFromHour = 21;
const nightToHour = 6;

/** Whether a screen at the site is looked at in the dark, by the site's own clock. */
export function isNight(at: Date, timezone: string): boolean {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: timezone }).format(at));
  return hour >= nightFromHour || hour < nightToHour;
}
