-- One row per rule: two indicators whose combined change should be checked.
SELECT rule_id, indicator_id, change, other_indicator_id, other_change, message_zh, message_en
FROM plan.warning_rule
ORDER BY rowid
