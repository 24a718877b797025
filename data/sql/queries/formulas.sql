-- One row per derived indicator and input.
SELECT indicator_id, operand, input_id, year_offset, factor FROM plan.formula ORDER BY rowid
