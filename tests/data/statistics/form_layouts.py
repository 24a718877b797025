"""The layouts of generated forms: tables as offices draw them, before anything odd is added.

Each takes a Scene and returns a Draft whose words any reader knows.
"""

from tests.data.statistics import form_words as words
from tests.data.statistics.form_model import Column, Draft, Row, Says, Title
from tests.data.statistics.form_scene import Scene


def name_indicator(scene: Scene, indicator_id: str) -> str:
    """Return a heading for an indicator; 年末 only in a table of whole years."""
    species, measure = words.INDICATORS[indicator_id][:2]
    if measure == "存栏":
        headings = [text for text in words.STOCK_HEADINGS
                    if scene.period == "Y" or "年末" not in text]  # fmt: skip
        return scene.draw([text.format(species) for text in headings])
    if measure == "出栏":
        return scene.draw([text.format(species) for text in words.FLOW_HEADINGS])
    return scene.draw([f"{species}{measure}"])


def make_column(scene: Scene, indicator_id: str, *upper: str, **says) -> Column:
    """Return a column of an indicator, with headings above it at will."""
    said = Says(indicator=indicator_id, unit=scene.unit_of(indicator_id), **says)
    return Column((*upper, name_indicator(scene, indicator_id)), said)


def list_counties(scene: Scene) -> list[Row]:
    """Return a row for each county."""
    return [Row((name,), Says(area=code)) for code, name in scene.counties.items()]


def make_title(scene: Scene, subject: str, *, when: str | None = None, **parts) -> Title:
    """Return a title: 表3 2024年塔城地区各县市牛存栏情况表."""
    area = scene.chance.choice(["", "", "新疆", scene.prefecture])
    title = Title(
        scene.name_when() if when is None else when,
        area,
        scene.draw(words.COUNTIES_OF),
        subject,
        scene.draw(words.SUFFIXES),
        numbering=scene.draw(words.NUMBERINGS),
    )
    for name, text in parts.items():
        setattr(title, name, text)
    return title


def name_subject(scene: Scene, indicators) -> str:
    """Return what a table of these indicators is about."""
    measures = {words.INDICATORS[indicator][1] for indicator in indicators}
    if measures == {"存栏"}:
        return scene.draw(["牲畜存栏", "主要牲畜存栏", "畜牧业生产"])
    if measures == {"出栏"}:
        return scene.draw(["牲畜出栏", "畜禽出栏", "畜牧业生产"])
    if measures == {"产量"}:
        return scene.draw(["畜产品产量", "主要畜产品产量", "畜牧业生产"])
    return scene.draw(["畜牧业生产", "畜牧业主要指标", "农牧业生产"])


def choose_indicators(scene: Scene, low: int, high: int) -> list[str]:
    """Draw indicators: of one measure, or of several in a table of a whole year."""
    pool = scene.chance.choice(
        [words.STOCKS, words.FLOWS, words.OUTPUTS, words.STOCKS + words.FLOWS + words.OUTPUTS]
    )
    count = scene.chance.randint(low, min(high, len(pool)))
    return scene.chance.sample(pool, count)


def say_when(scene: Scene) -> Says:
    """What a title with year and period says."""
    return Says(year=scene.year, period=scene.period)


def lay_wide(scene: Scene) -> Draft:
    """Counties down, indicators across."""
    indicators = choose_indicators(scene, 1, 4)
    scene.choose_period(is_flow=all(name not in words.STOCKS for name in indicators))
    columns = [make_column(scene, name) for name in indicators]
    units = scene.chance.choice(["heading", "heading", "line", "title", "row"])
    return Draft("wide", [scene.draw(words.COUNTY_HEADINGS)], columns, list_counties(scene),
                 make_title(scene, name_subject(scene, indicators)), say_when(scene),
                 units=units)  # fmt: skip


def lay_two_levels(scene: Scene) -> Draft:
    """Species over measures, or measures over species, in two rows of headings."""
    pairs = [("牛", "存栏", "cattle_stock"), ("牛", "出栏", "cattle_slaughtered"),
             ("羊", "存栏", "sheep_stock"), ("羊", "出栏", "sheep_slaughtered")]  # fmt: skip
    columns, is_species_first = [], scene.happens(0.5)
    for at in (0, 1, 2, 3) if is_species_first else (0, 2, 1, 3):
        species, measure, name = pairs[at]
        shown = "年末存栏" if measure == "存栏" else "出栏"
        headings = (species, shown) if is_species_first else (shown, species)
        says = Says(species=species, measure=measure, unit=scene.unit_of(name))
        columns.append(Column(headings, says))
    return Draft("two_levels", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), make_title(scene, "畜牧业生产"), say_when(scene),
                 units=scene.chance.choice(["heading", "line"]))  # fmt: skip


def lay_pairs(scene: Scene) -> Draft:
    """This year beside the last under each indicator, often with the growth."""
    indicators = choose_indicators(scene, 1, 2)
    scene.choose_period(is_flow=False)
    now = scene.draw(words.CURRENT_YEAR)
    before = scene.draw(words.LAST_YEAR[1:3] if scene.period != "Y" else words.LAST_YEAR)
    growth = scene.draw(words.KINDS["growth"]) if scene.happens(0.6) else None
    columns = []
    for name in indicators:
        head = name_indicator(scene, name)
        says = Says(indicator=name, unit=scene.unit_of(name))
        columns += [Column((head, now), says), Column((head, before), says + Says(shift=-1))]
        if growth:
            columns.append(Column((head, growth), Says(indicator=name, kind="growth")))
    return Draft("pairs", [scene.draw(words.COUNTY_HEADINGS)], columns, list_counties(scene),
                 make_title(scene, name_subject(scene, indicators)), say_when(scene),
                 units="line")  # fmt: skip


def lay_years_across(scene: Scene) -> Draft:
    """One indicator, named in the title, and years across; the last one perhaps with growth."""
    name = choose_indicators(scene, 1, 1)[0]
    unit, head = scene.unit_of(name), name_indicator(scene, name)
    years = range(scene.year - scene.chance.randint(1, 3), scene.year + 1)
    columns = [Column((f"{year}年",), Says(year=year, unit=unit)) for year in years]
    if scene.happens(0.4):
        last = columns.pop()
        columns += [
            Column((last.headings[0], scene.draw(["数量", "实际数"])), last.says),
            Column((last.headings[0], scene.draw(words.KINDS["growth"])),
                   Says(year=scene.year, kind="growth")),
        ]  # fmt: skip
    title = make_title(scene, head, when=scene.chance.choice(["", "历年"]))
    return Draft("years_across", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), title, Says(indicator=name),
                 units=scene.chance.choice(["line", "title"]))  # fmt: skip


def lay_tidy(scene: Scene) -> Draft:
    """A row for each figure: area, year, indicator, unit, value."""
    rows = []
    for name in choose_indicators(scene, 1, 2):
        head, unit = name_indicator(scene, name), scene.unit_of(name)
        rows += [
            Row((county, str(scene.year), head, unit),
                Says(area=code, year=scene.year, indicator=name, unit=unit))
            for code, county in scene.counties.items()
        ]  # fmt: skip
    corners = [scene.draw(["县市", "地区", "县（市）"]), scene.draw(["年份", "年度"]),
               scene.draw(["指标", "指标名称"]), scene.draw(["单位", "计量单位"])]  # fmt: skip
    title = make_title(scene, "畜牧业生产", when="") if scene.happens(0.5) else Title()
    return Draft("tidy", corners, [Column((scene.draw(["数值", "数量", "指标值"]),))], rows,
                 title)  # fmt: skip


def lay_one_county(scene: Scene) -> Draft:
    """One county, named in the title; indicators down, this year and the last across."""
    code, county = next(iter(scene.counties.items()))
    columns = [Column((scene.draw(words.CURRENT_YEAR),))]
    if scene.happens(0.7):
        columns.append(Column((scene.draw(words.LAST_YEAR),), Says(shift=-1)))
    if scene.happens(0.7):
        columns.append(Column((scene.draw(words.KINDS["growth"]),), Says(kind="growth")))
    rows = []
    for name in choose_indicators(scene, 2, 4):
        unit = scene.unit_of(name)
        rows.append(Row((name_indicator(scene, name), unit), Says(indicator=name, unit=unit)))
    title = make_title(scene, "畜牧业生产", area=county, counties="")
    corners = [scene.draw(words.INDICATOR_HEADINGS), scene.draw(["单位", "计量单位"])]
    return Draft("one_county", corners, columns, rows, title,
                 Says(area=code) + say_when(scene))  # fmt: skip


def lay_counties_across(scene: Scene) -> Draft:
    """Indicators down, counties across."""
    columns = [Column((name,), Says(area=code)) for code, name in scene.counties.items()]
    rows = []
    for name in choose_indicators(scene, 2, 4):
        unit = scene.unit_of(name)
        rows.append(Row((name_indicator(scene, name), unit), Says(indicator=name, unit=unit)))
    corners = [scene.draw(words.INDICATOR_HEADINGS), scene.draw(["单位", "计量单位"])]
    return Draft("counties_across", corners, columns, rows, make_title(scene, "畜牧业生产"),
                 say_when(scene))  # fmt: skip


def lay_prefecture_county(scene: Scene) -> Draft:
    """A column of prefectures beside the column of counties."""
    indicators = choose_indicators(scene, 1, 3)
    scene.choose_period(is_flow=False)
    rows = []
    for prefecture in scene.chance.sample([*words.COUNTIES], 2):
        known = words.COUNTIES[prefecture]
        rows += [Row((prefecture, known[code]), Says(area=code))
                 for code in scene.chance.sample(list(known), 2)]  # fmt: skip
    corners = [scene.draw(["地州", "地（州、市）", "地区"]), scene.draw(["县市", "县（市）"])]
    title = make_title(scene, name_subject(scene, indicators), area="新疆")
    return Draft("prefecture_county", corners, [make_column(scene, name) for name in indicators],
                 rows, title, say_when(scene), units="heading")  # fmt: skip


def lay_side_by_side(scene: Scene) -> Draft:
    """Two lists of counties beside each other, ranked each by its own indicator."""
    names = scene.chance.sample(words.STOCKS[:2] + words.FLOWS[:2], 2)
    halves = []
    for name in names:
        rows = list_counties(scene)
        scene.chance.shuffle(rows)
        halves.append(
            Draft("side_by_side", ["县市"], [make_column(scene, name)], rows, Title(),
                  say_when(scene), units="heading"))  # fmt: skip
    draft = halves[0]
    draft.title, draft.beside = make_title(scene, name_subject(scene, names)), halves[1]
    return draft


def lay_years_down(scene: Scene) -> Draft:
    """One county, named in the title; years down, indicators across, perhaps a blank corner."""
    code, county = next(iter(scene.counties.items()))
    indicators = choose_indicators(scene, 2, 3)
    years = range(scene.year - 2, scene.year + 1)
    rows = [Row((scene.chance.choice([f"{year}年", str(year)]),), Says(year=year))
            for year in years]  # fmt: skip
    title = make_title(
        scene, name_subject(scene, indicators), when="", area=county, counties="历年"
    )
    return Draft("years_down", [scene.draw(["", "年份", "年度"])],
                 [make_column(scene, name) for name in indicators], rows, title,
                 Says(area=code), units="heading")  # fmt: skip


def lay_groups(scene: Scene) -> Draft:
    """One county; a line for each species, its measures below, two years across."""
    code, county = next(iter(scene.counties.items()))
    rows = []
    for number, species in zip("一二", ["牛", "羊"], strict=True):
        rows.append(Row((f"{number}、{species}",), is_group=True))
        for measure, indicator in (("存栏", "stock"), ("出栏", "slaughtered")):
            name = f"{'cattle' if species == '牛' else 'sheep'}_{indicator}"
            unit = scene.unit_of(name)
            rows.append(Row(("年末存栏" if measure == "存栏" else "出栏", unit),
                            Says(indicator=name, unit=unit)))  # fmt: skip
    columns = [Column((f"{year}年",), Says(year=year)) for year in (scene.year - 1, scene.year)]
    title = make_title(scene, "畜牧业生产", when="", area=county, counties="")
    return Draft("groups", [scene.draw(words.INDICATOR_HEADINGS), "单位"], columns, rows, title,
                 Says(area=code))  # fmt: skip


def lay_species_column(scene: Scene) -> Draft:
    """A row for each county and species, measures across."""
    rows = []
    for code, county in scene.counties.items():
        rows += [Row((county, species), Says(area=code, species=species, unit=unit))
                 for species, unit in (("牛", "万头"), ("羊", "万只"))]  # fmt: skip
    columns = [Column(("年末存栏",), Says(measure="存栏")), Column(("出栏",), Says(measure="出栏"))]
    corners = [scene.draw(["县市", "县（市）"]), scene.draw(words.SPECIES_COLUMNS)]
    title = make_title(scene, "牲畜存栏出栏")
    draft = Draft("species_column", corners, columns, rows, title, say_when(scene))
    draft.below.append(("", "单位：万头、万只"))
    return draft


def lay_period_rows(scene: Scene) -> Draft:
    """Flows of several periods, each named in its row."""
    names = scene.chance.sample(words.FLOWS, 2)
    periods = scene.chance.sample(["H1", "C10", "C11", "C09", "Q1"], 2)
    shown = {"H1": "上半年", "C10": "1-10月", "C11": "1—11月", "C09": "前三季度", "Q1": "一季度"}
    rows = [Row((county, str(scene.year), shown[period]),
                Says(area=code, year=scene.year, period=period))
            for code, county in scene.counties.items() for period in periods]  # fmt: skip
    corners = ["县市", scene.draw(["年份", "年度"]), scene.draw(words.PERIOD_COLUMNS)]
    return Draft("period_rows", corners, [make_column(scene, name) for name in names], rows,
                 Title(), units="heading")  # fmt: skip


def lay_plan_and_done(scene: Scene) -> Draft:
    """One indicator of the title: planned, done, rate of completion."""
    name = scene.chance.choice(words.FLOWS[:2] + words.OUTPUTS[:2])
    unit = scene.unit_of(name)
    heading = scene.draw(words.KINDS["planned"])
    columns = [
        Column((heading,), Says(kind="planned", unit=unit)),
        Column((scene.draw(words.ACTUAL_NOUNS),), Says(unit=unit)),
        Column((scene.draw(words.KINDS["completion"]),), Says(kind="completion")),
    ]
    scene.choose_period(is_flow=True)
    suffix = scene.draw(["任务完成情况", "计划完成情况表", "完成情况表"])
    title = make_title(scene, name_indicator(scene, name), suffix=suffix)
    return Draft("plan_and_done", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), title, Says(indicator=name) + say_when(scene),
                 units="heading")  # fmt: skip


def lay_periods_across(scene: Scene) -> Draft:
    """A flow of the title, counted up to the end of each period across."""
    name = scene.chance.choice(words.FLOWS + words.OUTPUTS)
    unit = scene.unit_of(name)
    shown = {"Q1": "一季度", "H1": "上半年", "C09": "前三季度", "Y": "全年"}
    columns = [Column((text,), Says(period=period, unit=unit))
               for period, text in shown.items()]  # fmt: skip
    title = make_title(scene, name_indicator(scene, name), when=f"{scene.year}年")
    return Draft("periods_across", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), title, Says(indicator=name, year=scene.year),
                 units=scene.chance.choice(["title", "line"]))  # fmt: skip


def lay_title_species(scene: Scene) -> Draft:
    """The species stands in the title alone, measures across."""
    species = scene.draw(["牛", "羊"])
    columns = []
    for measure, shown in (("存栏", "存栏"), ("出栏", "出栏")):
        stem = "cattle" if species == "牛" else "sheep"
        unit = scene.unit_of(f"{stem}_{'stock' if measure == '存栏' else 'slaughtered'}")
        columns.append(Column((shown,), Says(measure=measure, unit=unit)))
    title = make_title(scene, f"{species}生产")
    return Draft("title_species", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), title, Says(species=species) + say_when(scene),
                 units="heading")  # fmt: skip


def lay_title_measure(scene: Scene) -> Draft:
    """The measure stands in the title alone, species across, perhaps a blank corner."""
    measure = scene.chance.choice(["存栏", "出栏"])
    pool = words.STOCKS if measure == "存栏" else words.FLOWS[:2]
    columns = []
    for name in scene.chance.sample(pool, min(len(pool), scene.chance.randint(2, 3))):
        species = scene.draw([words.INDICATORS[name][0]])
        columns.append(Column((species,), Says(species=species, unit=scene.unit_of(name))))
    subject = scene.draw([f"牲畜{measure}", f"主要牲畜{measure}"])
    corner = scene.draw([*words.COUNTY_HEADINGS, "", ""])
    when = f"{scene.year}年末" if measure == "存栏" and scene.happens(0.4) else None
    return Draft("title_measure", [corner], columns, list_counties(scene),
                 make_title(scene, subject, when=when), Says(measure=measure) + say_when(scene),
                 units=scene.chance.choice(["heading", "line"]))  # fmt: skip


def lay_year_start(scene: Scene) -> Draft:
    """Stock at the start of the year beside that at its end."""
    species = scene.draw(["牛", "羊"])
    name = "cattle_stock" if species == "牛" else "sheep_stock"
    unit = scene.unit_of(name)
    columns = [
        Column((f"年初{species}存栏",), Says(indicator=name, shift=-1, unit=unit)),
        Column((f"年末{species}存栏",), Says(indicator=name, unit=unit)),
    ]
    return Draft("year_start", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), make_title(scene, "畜牧业生产"), say_when(scene),
                 units="heading")  # fmt: skip


def lay_rates(scene: Scene) -> Draft:
    """Rates that are indicators themselves: actual, not shares to be left out."""
    names = scene.chance.sample(words.RATES, scene.chance.randint(1, 2))
    columns = []
    for name in names:
        says = Says(indicator=name, unit="%")
        columns.append(Column((scene.draw([words.INDICATORS[name][1]]),), says))
    return Draft("rates", [scene.draw(words.COUNTY_HEADINGS)], columns, list_counties(scene),
                 make_title(scene, scene.draw(["畜牧业生产", "畜牧业主要指标"])),
                 say_when(scene), units="heading")  # fmt: skip


def lay_per_cents(scene: Scene) -> Draft:
    """Rates in cells that Excel shows as per cent."""
    draft = lay_rates(scene)
    draft.layout, draft.units, draft.is_percent = "per_cents", "none", True
    return draft


def lay_fractions(scene: Scene) -> Draft:
    """Fractions of one under （%）: 0.456 may be meant as 45.6, so they wait."""
    draft = lay_rates(scene)
    draft.layout, draft.says = "fractions", draft.says + Says(kind="fraction")
    return draft


def lay_too_large(scene: Scene) -> Draft:
    """Heads under 万头: one county would have more than the whole region."""
    scene.year = scene.chance.choice([2023, 2024])
    names = ["cattle_stock", "sheep_stock"][: scene.chance.randint(1, 2)]
    columns = [
        Column((name_indicator(scene, name),), Says(indicator=name, unit=words.INDICATORS[name][2]))
        for name in names
    ]
    return Draft("too_large", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), make_title(scene, "牲畜存栏"),
                 Says(kind="too_large") + say_when(scene),
                 units=scene.chance.choice(["heading", "line"]))  # fmt: skip


def lay_species_sheets(scene: Scene) -> Draft:
    """A sheet for each species; the sheet's name alone says which."""
    if not scene.is_book:
        return lay_title_species(scene)
    sheets = []
    for species, stem in (("牛", "cattle"), ("羊", "sheep")):
        columns = [
            Column(("存栏",), Says(measure="存栏", unit=scene.unit_of(f"{stem}_stock"))),
            Column(("出栏",), Says(measure="出栏", unit=scene.unit_of(f"{stem}_slaughtered"))),
        ]
        sheets.append(
            Draft("species_sheets", ["县市"], columns, list_counties(scene),
                  Title(f"{scene.year}年"), Says(species=species) + say_when(scene),
                  sheet=species, units="heading"))  # fmt: skip
    sheets[0].next_sheet = sheets[1]
    return sheets[0]


def lay_upper_period(scene: Scene) -> Draft:
    """The period of flows stands in an upper heading."""
    names = scene.chance.sample(words.FLOWS, 2)
    shown = {"H1": "上半年", "C10": "1—10月", "C09": "前三季度", "Q1": "一季度"}
    columns = []
    for period in scene.chance.sample(list(shown), scene.chance.randint(1, 2)):
        columns += [make_column(scene, name, shown[period], period=period) for name in names]
    title = make_title(scene, name_subject(scene, names), when=f"{scene.year}年")
    return Draft("upper_period", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), title, Says(year=scene.year),
                 units=scene.chance.choice(["heading", "line"]))  # fmt: skip


def lay_upper_stock(scene: Scene) -> Draft:
    """Stocks of another day than the year's end, said in the upper heading."""
    heading, says = scene.chance.choice(
        [("上年末存栏", Says(shift=-1)), ("年初存栏", Says(shift=-1)),
         ("6月末存栏", Says(period="M06"))])  # fmt: skip
    scene.words[heading] = True
    columns = []
    for species, name in (("牛", "cattle_stock"), ("羊", "sheep_stock")):
        further = Says(species=species, measure="存栏", unit=scene.unit_of(name), is_strict=False)
        columns.append(Column((heading, species), says + further))
    return Draft("upper_stock", [scene.draw(words.COUNTY_HEADINGS)], columns,
                 list_counties(scene), make_title(scene, "畜牧业生产"), say_when(scene),
                 units="heading")  # fmt: skip


def lay_prefectures(scene: Scene) -> Draft:
    """Prefectures down, indicators across."""
    indicators = choose_indicators(scene, 1, 3)
    scene.choose_period(is_flow=False)
    rows = [Row((name,), Says(area=words.PREFECTURES[name]))
            for name in scene.chance.sample(list(words.PREFECTURES), 4)]  # fmt: skip
    title = make_title(scene, name_subject(scene, indicators), area="新疆", counties="各地州市")
    return Draft("prefectures", [scene.draw(["地州市", "地区", "地（州、市）"])],
                 [make_column(scene, name) for name in indicators], rows, title,
                 say_when(scene), units="heading")  # fmt: skip


def lay_grass(scene: Scene) -> Draft:
    """Yield of grass: a total in 万吨, or 公斤/亩, which is no total."""
    years = [scene.year - 1, scene.year]
    columns = [Column((f"{year}年",), Says(year=year)) for year in years]
    unit = scene.draw(["万吨", "公斤/亩", "千克/亩"])
    says = Says(indicator="grass_yield", kind="actual" if unit == "万吨" else "per_unit")
    title = make_title(scene, "天然草原产草量", when="")
    draft = Draft("grass", [scene.draw(words.COUNTY_HEADINGS)], columns, list_counties(scene),
                  title, says)  # fmt: skip
    draft.below.append(("", f"单位：{unit}"))
    return draft


LAYOUTS = {
    lay_wide: 12, lay_two_levels: 8, lay_pairs: 8, lay_years_across: 6, lay_tidy: 8,
    lay_one_county: 6, lay_counties_across: 4, lay_prefecture_county: 6, lay_side_by_side: 4,
    lay_years_down: 4, lay_groups: 4, lay_species_column: 4, lay_period_rows: 4,
    lay_plan_and_done: 6, lay_periods_across: 4, lay_title_species: 4, lay_title_measure: 6,
    lay_year_start: 4, lay_rates: 4, lay_per_cents: 2, lay_fractions: 2, lay_too_large: 2,
    lay_species_sheets: 4, lay_upper_period: 4, lay_upper_stock: 3, lay_prefectures: 4,
    lay_grass: 2,
}  # fmt: skip


def draw_layout(scene: Scene) -> Draft:
    """Draw a layout, the usual ones more often."""
    return scene.chance.choices(list(LAYOUTS), list(LAYOUTS.values()))[0](scene)
