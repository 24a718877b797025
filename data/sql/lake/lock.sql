-- Waits until no other process writes, 20 seconds at most. The lock is given back when the
-- transaction ends, also when its process or machine does.
CALL postgres_execute(
    'catalogue', 'SET LOCAL lock_timeout = 20000; SELECT pg_advisory_xact_lock(2023)')
