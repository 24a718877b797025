-- The figures that stand now, in their order.
INSERT INTO {past}.current.figure BY NAME FROM {present}.current.figure
