-- One row: whether any county of the plan has a yearly figure. The search ends with the first.
SELECT EXISTS (
    FROM facts.figure AS figure
    JOIN plan.area AS area USING (area_id)
    WHERE figure.period = 'Y' AND area.level = 'county') AS has_figures
