-- A commit that was overtaken by another fails: what it was based on no longer stands.
SET GLOBAL ducklake_max_retry_count = 0
