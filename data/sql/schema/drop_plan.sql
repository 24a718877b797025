-- The plan is rebuilt whole; facts stays.
DROP SCHEMA IF EXISTS plan CASCADE;
CREATE SCHEMA plan;
