/** What people look at first, by the quantity's canonical name; the first that an asset has are drawn on its page. */
const mainMetrics: readonly RegExp[] = [
  /^active_power_kw$/,
  /^heatsink_c$/,
  /^soc_pct$/,
  /^poa_w_m2$/,
  /^wind_speed_ms$/,
  /^oil_c$/,
  /^bearing_c$/,
  /^cell_c_max$/,
  /^dc_current_a$/,
  /^winding_c$/,
  /^cell_v_min$/,
  /^insulation_kohm$/,
  /^frequency_hz$/,
  /_c$/,
  /^dc_voltage_v$/,
  /_pct$/,
];

/** What a tag's readings are held against, by the quantity of both. */
const expectations: Readonly<Record<string, readonly string[]>> = {
  active_power_kw: ['expected_power_kw', 'possible_power_kw'],
};

interface Measured {
  readonly id: string;
  readonly metric: string | null;
}

/** Tags to draw on an asset's page: those that an alarm is about, then the main ones, each quantity once; expectations lie on what they are held against. */
export function mainTags<Tag extends Measured>(tags: readonly Tag[], alarmed: ReadonlySet<string>, max: number): Tag[] {
  const drawable = measured(tags);
  const chosen = drawable.filter(({ id }) => alarmed.has(id));
  for (const metric of mainMetrics) {
    const found = drawable.find((tag) => tag.metric !== null && metric.test(tag.metric));
    if (found && !chosen.some((tag) => tag.metric === found.metric)) chosen.push(found);
  }
  // An asset of which nothing is known above is drawn as it comes.
  for (const tag of drawable) if (chosen.length < 2 && !chosen.includes(tag)) chosen.push(tag);
  return chosen.slice(0, max);
}

/** What people look at first, then the rest as it was. */
export function mainFirst<Tag extends Measured>(tags: readonly Tag[]): Tag[] {
  const rank = ({ metric }: Tag) => {
    const found = mainMetrics.findIndex((each) => metric !== null && each.test(metric));
    return found < 0 ? mainMetrics.length : found;
  };
  return tags.toSorted((one, other) => rank(one) - rank(other));
}

/** The tag that tells what another one should be. */
export function expectationOf<Tag extends Measured>(tag: Tag, tags: readonly Tag[]): Tag | undefined {
  const wanted = expectations[tag.metric ?? ''] ?? [];
  return tags.find(({ metric }) => metric !== null && wanted.includes(metric));
}

/** Without those that another one is held against: they are told with it. */
export function measured<Tag extends Measured>(tags: readonly Tag[]): Tag[] {
  return tags.filter((tag) => !isExpectation(tag));
}

function isExpectation({ metric }: Measured): boolean {
  return metric !== null && Object.values(expectations).some((metrics) => metrics.includes(metric));
}
