-- Where a thing is: latitude and longitude are the truth, geo_location follows them. With PostGIS (the migrator has installed
-- it where the server has it and lets us) it is a geography, without it a core point.
DO $$
DECLARE
  v_table text;
  v_column text := CASE WHEN EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis')
    THEN 'geography(Point, 4326) GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography) STORED'
    ELSE 'point GENERATED ALWAYS AS (point(longitude, latitude)) STORED' END;
BEGIN
  FOREACH v_table IN ARRAY ARRAY['sites', 'assets'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN geo_location %s', v_table, v_column);
    -- For work above the policies; under them its operators are not leakproof, and idx_assets_lat_lon serves.
    EXECUTE format('CREATE INDEX %I ON %I USING gist (geo_location)', 'idx_' || v_table || '_geo', v_table);
  END LOOP;
END $$;
