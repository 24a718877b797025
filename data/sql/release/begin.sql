-- Takes the rows of the plan's tables before they are built anew.
CREATE OR REPLACE TEMP TABLE plan_row (table_name VARCHAR, content VARCHAR, is_added BOOLEAN)
