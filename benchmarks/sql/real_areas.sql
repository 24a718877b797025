-- One row per county of the plan, in order.
SELECT area_id FROM plan.area WHERE level = 'county' ORDER BY area_id
