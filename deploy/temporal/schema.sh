#!/bin/sh
# Databases and tables of Temporal 1.32 in PostgreSQL. Brings an older schema up to date; changes nothing the second time.
set -eu
schemas=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}
tool=${TEMPORAL_SQL_TOOL:-temporal-sql-tool}
for database in temporal temporal_visibility; do
  folder=${database#temporal_}
  export SQL_DATABASE=$database
  "$tool" create || true
  "$tool" setup-schema -v 0.0 || true
  "$tool" update-schema -d "$schemas/$folder/versioned"
done
