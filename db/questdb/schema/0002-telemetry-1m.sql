-- Minutes. Sums of values and of squares instead of means, so that wider buckets and those of several sites are exact.
-- PERIOD: a minute is computed when it is over and again when a late reading falls into it, never while it is open.
CREATE MATERIALIZED VIEW IF NOT EXISTS telemetry_1m WITH BASE telemetry_data REFRESH PERIOD (SAMPLE BY INTERVAL) AS (
  SELECT timestamp, site_id, asset_id, tag,
    min(CASE WHEN quality = 'GOOD' THEN value END) min_value,
    max(CASE WHEN quality = 'GOOD' THEN value END) max_value,
    sum(CASE WHEN quality = 'GOOD' THEN value END) sum_value,
    sum(CASE WHEN quality = 'GOOD' THEN value * value END) sum_sq,
    first(value) first_value,
    last(value) last_value,
    last(quality) last_quality,
    max(timestamp) last_at,
    count() n,
    sum(CASE WHEN quality = 'GOOD' THEN 1 ELSE 0 END) good_count,
    sum(CASE WHEN quality = 'BAD' THEN 1 ELSE 0 END) bad_count,
    sum(CASE WHEN quality = 'UNCERTAIN' THEN 1 ELSE 0 END) uncertain_count
  FROM telemetry_data SAMPLE BY 1m
) PARTITION BY DAY TTL 400 DAYS;

-- Below the 90 days of the readings: a reading that came later than its neighbours are kept would make the view compute its
-- minute from what is left, which is nothing, and the minute would be gone without a word.
ALTER MATERIALIZED VIEW telemetry_1m SET REFRESH LIMIT 86 DAYS;
