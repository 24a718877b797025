"""Tables as HTML: what is in a row is escaped, whatever its headings hold."""

from markupsafe import Markup

from pages.blocks.tables import Column, render_table


def test_cells_are_escaped_once_and_headings_may_hold_any_sign():
    columns = [
        Column("share", "占比（%）<%s>", "number"),
        Column("name", "{}", is_minor=True),
        Column("link", "c", "html"),
    ]
    rows = [
        {"share": 12.5, "name": "甲 & %s {}", "link": Markup("<b>%d</b>"), "_class": 'a"b'},
        {"share": None, "_title": "<i>"},
    ]
    body = render_table(columns, rows, is_labelled=True).split("<tbody>")[1]
    begin = (
        '<td class="number" data-label="占比（%）&lt;%s&gt;">',
        '<td class="text minor" data-label="{}">',
        '<td class="html" data-label="c">',
    )
    assert body == (
        f'<tr class="a&#34;b" title="">{begin[0]}12.5</td>{begin[1]}甲 &amp; %s {{}}</td>'
        f"{begin[2]}<b>%d</b></td></tr>"
        f'<tr class="" title="&lt;i&gt;">{begin[0]}</td>{begin[1]}</td>{begin[2]}</td></tr>'
        "</tbody></table></div>"
    )
