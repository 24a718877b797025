-- Every value that users sent has the one part that says its state, source and upload.
SELECT part_id, count(*) AS found, 'value without a part' AS fault
FROM facts.observation_row
ANTI JOIN facts.observation_part USING (part_id)
GROUP BY ALL
UNION ALL
SELECT part_id, count(*), 'part that stands more than once'
FROM facts.observation_part
GROUP BY ALL
HAVING count(*) > 1
