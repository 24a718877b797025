-- What the newest release of the program brought as tables of the plans; each process builds its
-- own from the same files.
CREATE SCHEMA IF NOT EXISTS lake.release;
CREATE TABLE IF NOT EXISTS lake.release.plan_row (table_name VARCHAR, content VARCHAR);
CREATE TABLE IF NOT EXISTS lake.release.build (fingerprint VARCHAR, built_at TIMESTAMP)
