-- The plans are rebuilt whole; facts stays.
DROP SCHEMA IF EXISTS plan CASCADE;
DROP SCHEMA IF EXISTS plans CASCADE;
CREATE SCHEMA plan;
CREATE SCHEMA plans;
