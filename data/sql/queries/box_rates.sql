-- One row per rate item of the boxes and year: the region's figure.
SELECT item.item_id, figure.year, figure.value, figure.unit, figure.state, figure.source
FROM plan.box_item AS item
JOIN facts.figure AS figure
    ON figure.indicator_id = item.indicator_id
    AND figure.area_id = item.scope
    AND figure.period = 'Y'
WHERE item.kind = 'rate'
ORDER BY item.item_id, figure.year
