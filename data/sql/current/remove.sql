-- Takes away the figures of one slice.
DELETE FROM current.figure AS figure
USING due
WHERE figure.indicator_id = due.indicator_id
  AND figure.area_id = due.area_id
  AND figure.year = due.year
