-- One row: whether any value was ever returned. Where none was, nobody asks what became of returns.
SELECT EXISTS (FROM facts.step_revision WHERE step = 'returned') AS is_any
