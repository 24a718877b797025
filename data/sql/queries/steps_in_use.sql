-- One row: whether anybody ever checked, returned or released a value.
SELECT EXISTS (FROM facts.step_revision) AS is_in_use
