-- One row per day on which offices depart from the week: holiday or workday.
SELECT day::DATE AS day, kind FROM plan.holiday ORDER BY day
