"""Who may do what, where; tokens; and what was refused."""

from pages.basis.parts import people, people_log
from pages.shell import address, cache
from pages.shell.door import has_rights
from pages.shell.frame import show_head
from pages.shell.i18n import t
from pages.shell.messages import show_done, show_notice

show_head("people", choices=False)
address.write_address()
show_done()
if has_rights():
    people.show_grants()
    people.show_roles()
    if cache.may("administer"):
        people_log.show_tokens()
        people_log.show_access_log()
else:
    show_notice("note", t("rights.page.desk"))
