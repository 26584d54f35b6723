-- Functions that the tables, the policies and the application stand on.

-- The tenant that the transaction acts for; null without a context, and then no policy matches.
CREATE FUNCTION app_tenant_id() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.tenant_id', true), '')::uuid;
--> statement-breakpoint
-- The smallest UUIDv7 of a moment: bounds of partitions, and `id >= uuidv7_floor(…)` where a query by time shall prune.
CREATE FUNCTION uuidv7_floor(moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (lpad(to_hex(floor(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
--> statement-breakpoint
-- The moment of a floor, which uuid_extract_timestamp() does not read because it carries no version.
CREATE FUNCTION uuidv7_floor_time(floor uuid) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN to_timestamp((('x' || left(replace(floor::text, '-', ''), 12))::bit(48)::bigint)::double precision / 1000);
--> statement-breakpoint
-- Metres between two points in degrees (haversine on the mean radius): at most 0.4 % off the ellipsoid.
CREATE FUNCTION geo_distance_m(lat1 double precision, lon1 double precision, lat2 double precision, lon2 double precision)
RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 2 * 6371008.8 * asin(sqrt(least(1.0,
  power(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * power(sin(radians(lon2 - lon1) / 2), 2))));
