"""Does the plan agree with itself and with the published series, and what does it leave open?"""

import streamlit as st

from pages.basis.parts import findings
from pages.blocks.decisions import show_decisions
from pages.blocks.markup import show, show_sheets
from pages.shell import address
from pages.shell.frame import show_head, show_print_head
from pages.shell.messages import show_done

show_head("audit", choices=False)
show_done()
show_sheets("targets", "findings")
show(findings.render_summary())
with st.container(horizontal=True, vertical_alignment="bottom", key="narrowing"):
    verdict = findings.choose_verdict()
    subject = findings.choose_subject()
    findings.offer_findings_file()
show_print_head("audit", narrowed=findings.list_finding_filters(verdict))
address.write_address(verdict=verdict or None, subject=subject or None)
if subject:
    show(findings.render_subject(subject))
    show_decisions(*findings.split_subject(subject))
show(findings.render_all(verdict))
