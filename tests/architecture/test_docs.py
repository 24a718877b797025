"""The documentation stays true: links lead somewhere, commands exist, options are described."""

import argparse
import importlib
import re
from functools import cache

import pytest

from tests.architecture.tree import ROOT, list_files, list_python, name

COMMAND_MODULES = ("data", "indicators", "geo", "pages.documents")
COMMAND_PAGES = ("docs/commands.md", "docs/commands.zh-CN.md")
MARKDOWN = [path for path in list_files() if path.suffix == ".md"]
DOTTED = re.compile(r"`((?:data|geo|indicators|pages|tools)(?:\.\w+)+)`")


def list_command_modules() -> list[str]:
    """Return the packages that can be run with ``python -m``."""
    return [
        module
        for module in COMMAND_MODULES
        if (ROOT / module.replace(".", "/") / "__main__.py").is_file()
    ]


@cache
def load_parser(module: str) -> argparse.ArgumentParser:
    """Return the parser of a package that can be run."""
    return importlib.import_module(f"{module}.__main__").make_parser()


def walk_parsers(parser, words: str):
    """Yield words and parser of a command and of each of its subcommands."""
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, subparser in action.choices.items():
                yield from walk_parsers(subparser, f"{words} {command}")


def list_options(parser) -> list[str]:
    """Return the long options of a parser."""
    return sorted(
        {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--") and option != "--help"
        }
    )


def read_section(text: str, heading: str) -> str | None:
    """Return what stands below the heading of a command, up to the next heading."""
    match = re.search(
        rf"^#+ `{re.escape(heading)}`\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL
    )
    return match[1] if match else None


def find_undocumented(module: str, page: str) -> list[str]:
    """Return the subcommands and options of a command line that a page leaves out."""
    text = (ROOT / page).read_text(encoding="utf-8")
    missing = []
    for words, command in walk_parsers(load_parser(module), f"python -m {module}"):
        if any(isinstance(action, argparse._SubParsersAction) for action in command._actions):
            continue
        section = read_section(text, words)
        if section is None:
            missing.append(words)
            continue
        common = {"--db", "--lang"}
        missing += [
            f"{words} {option}"
            for option in list_options(command)
            if option not in common and f"`{option}" not in section
        ]
    return missing


@pytest.mark.parametrize("page", COMMAND_PAGES)
@pytest.mark.parametrize("module", list_command_modules())
def test_every_command_and_option_is_described(module, page):
    assert not find_undocumented(module, page)


@pytest.mark.parametrize("page", COMMAND_PAGES)
def test_no_command_is_described_that_does_not_exist(page):
    known = {
        words
        for module in list_command_modules()
        for words, _ in walk_parsers(load_parser(module), f"python -m {module}")
    }
    text = (ROOT / page).read_text(encoding="utf-8")
    described = re.findall(r"^#+ `(python -m [^`]+)`$", text, re.MULTILINE)
    assert not set(described) - known


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    local = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert not [link for link in local if link and not (path.parent / link).exists()]


@pytest.mark.parametrize("file", ["README.md", "README.zh-CN.md"])
def test_the_readme_starts_with_the_two_commands(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    first_block = re.search(r"```\w*\n(.*?)```", text, re.DOTALL)[1]
    assert re.findall(r"^make \w+", first_block, re.MULTILINE) == ["make run", "make test"]
    assert text.index("make run") < 700


def test_both_readmes_give_the_same_commands():
    english, chinese = (
        re.findall(r"```\w*\n(.*?)```", (ROOT / file).read_text(encoding="utf-8"), re.DOTALL)
        for file in ("README.md", "README.zh-CN.md")
    )
    without_comments = [
        [re.sub(r"\s*#.*", "", block) for block in blocks] for blocks in (english, chinese)
    ]
    assert without_comments[0] == without_comments[1]


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_make_targets_named_in_the_docs_exist():
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {
        match
        for path in MARKDOWN
        for match in re.findall(
            r"(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert not named - targets


def is_there(dotted: str) -> bool:
    """Tell whether a dotted name is a package, a module, or a name that a module defines."""
    parts = dotted.split(".")
    if ROOT.joinpath(*parts).is_dir():
        return True
    for end in range(len(parts), 0, -1):
        module = ROOT.joinpath(*parts[:end]).with_suffix(".py")
        if module.is_file():
            own = rf"^\s*(?:def |class )?{parts[-1]}\b"
            text = module.read_text(encoding="utf-8")
            return end == len(parts) or re.search(own, text, re.MULTILINE) is not None
    return False


def test_what_docstrings_and_documents_name_is_there():
    missing = {
        name(path): sorted(found)
        for path in (*list_python(), *MARKDOWN)
        if (found := {d for d in DOTTED.findall(path.read_text("utf-8")) if not is_there(d)})
    }
    assert not missing


def test_a_name_that_is_gone_is_found():
    assert is_there("data.ledger.uploads.undo_upload")
    assert is_there("data.files")
    assert not is_there("data.uploads.undo_upload")
    assert not is_there("data.ledger.uploads.do_over")


def test_an_option_left_out_is_found(tmp_path):
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    assert list_options(parser) == ["--json"]
    text = "## `python -m x a`\nuses `--json`\n## `python -m x b`\nnothing\n"
    assert "--json" in read_section(text, "python -m x a")
    assert "--json" not in read_section(text, "python -m x b")
    assert read_section(text, "python -m x c") is None
