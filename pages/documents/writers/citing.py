"""What documents say beside a finding: its sources, the rows it comes from."""

from data.words.catalogue import t
from pages.documents.briefing.model import Block, Evidence, Plate, Section

MOST_TRACES = 6


def cite_sources(sources: tuple[str, ...], most: int = 3) -> str:
    """Return sources in one line; of many the first, and how many there are."""
    named = t("shell.sentence_separator").join(sources[:most])
    if len(sources) <= most:
        return named
    return t("briefing.word.source_more", sources=named, n=len(sources))


def get_new_finding(section: Section, block: Block) -> str:
    """Return what a block found, "" where a sentence of its section says the same."""
    is_said = any(sentence.text == block.finding for sentence in section.sentences)
    return "" if is_said else block.finding


def stands_above(section: Section, block: Block) -> bool:
    """Tell whether a sentence of the section stands above a block: a map has one of its own."""
    return isinstance(block, Plate) and not get_new_finding(section, block)


def describe_traces(traces: list[Evidence]) -> str:
    """Return the rows of a sentence in one line: the first, and how many there are."""
    said = []
    for trace in traces[:MOST_TRACES]:
        facts = t("shell.list_separator").join(filter(None, (trace.value, trace.state)))
        fact = t("briefing.with_fact", name=trace.what, fact=facts) if facts else trace.what
        said.append(fact)
    text = t("shell.sentence_separator").join(said)
    if len(traces) <= MOST_TRACES:
        return text
    rest = t("briefing.trace.more", n=len(traces))
    return t("shell.sentence_separator").join([text, rest])
