"""What goes into the briefing pack today?"""

from data.ledger.packs import PackMark
from pages.blocks.markup import show_note, show_title
from pages.shell import address
from pages.shell.frame import show_head
from pages.shell.i18n import t
from pages.tasks.parts.briefing_choice import choose_briefing, choose_template
from pages.tasks.parts.briefing_making import show_making
from pages.tasks.parts.briefing_preview import show_briefing_preview, show_briefing_style

show_head("briefing", choices=False)
show_briefing_style()
show_note(t("briefing.page.note"))
chosen = choose_briefing()
template = choose_template()
show_making(chosen, template)
show_title(t("briefing.page.preview"))
show_briefing_preview(chosen)
address.write_address(
    scope=chosen.scope_id,
    year=chosen.year,
    doc=chosen.language,
    recipe=chosen.recipe_id,
    since=None if isinstance(chosen.since, PackMark) else chosen.since,
    parts=",".join(chosen.parts) if chosen.has_own_parts else None,
)
