CREATE TABLE {past}.known.{table} AS SELECT $seq::BIGINT AS seq
