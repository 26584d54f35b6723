/**
 * What makes two raises the same alert: rule, asset and tag. Of each key at most one alert is open (`open_alerts`), and one that
 * comes back soon after its end is the same row.
 */
export function alertDedupKey({ ruleId, assetId, tag }: { ruleId: string; assetId: string; tag: string }): string {
  return `${ruleId}/${assetId}/${tag}`;
}
