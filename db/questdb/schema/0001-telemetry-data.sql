-- Raw readings, as the data model says, and what QuestDB needs beside it: WAL, keys that drop what is delivered twice, and
-- retention by TTL alone (any other way to drop rows invalidates the views).
CREATE TABLE IF NOT EXISTS telemetry_data (
  timestamp TIMESTAMP,
  site_id SYMBOL,
  asset_id SYMBOL,
  tag SYMBOL,
  value DOUBLE,
  quality SYMBOL,
  source_protocol SYMBOL,
  ingested_at TIMESTAMP,
  metadata VARCHAR
) TIMESTAMP(timestamp) PARTITION BY DAY TTL 90 DAYS WAL DEDUP UPSERT KEYS(timestamp, site_id, asset_id, tag);
