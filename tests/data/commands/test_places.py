"""The files of a command: known as such, lent for a while, put where they were asked for."""

import argparse
import shutil

import pytest

from data.__main__ import make_parser as make_data_parser
from data.commands import run_command
from data.commands.places import (
    Given,
    Made,
    MadeCalendar,
    MadePdf,
    MadeTable,
    MadeWorkbook,
    check_places,
    lend_places,
    list_sent,
    take_made,
)
from data.errors import UnreadableFileError
from geo.__main__ import make_parser as make_geo_parser
from indicators.__main__ import make_parser as make_indicators_parser
from pages.documents.__main__ import make_parser as make_documents_parser
from tests.architecture.test_docs import walk_parsers

PARSERS = (make_data_parser, make_geo_parser, make_indicators_parser, make_documents_parser)


def is_a_file(action):
    """Tell whether an argument is a file or a folder by what people are told of it."""
    text = str(action.metavar or "")
    return "." in text or text in ("FILE", "DIR", "PATH") or action.dest in ("out", "file")


def test_every_argument_that_is_a_file_says_so():
    """Else a command that the app runs would look for it in the app's own folder."""
    actions = [
        (words, action)
        for make in PARSERS
        for words, parser in walk_parsers(make(), "python -m")
        if not parser.get_default("is_alone")
        for action in parser._actions
        if action.dest not in ("db", "help") and is_a_file(action)
    ]
    assert len(actions) >= 10
    assert not [
        (words, a.dest)
        for words, a in actions
        if not (isinstance(a.type, type) and issubclass(a.type, (Given, Made)))
    ]


def test_a_command_works_on_lent_places_and_names_those_asked_for(tmp_path):
    folder = tmp_path / "lent"
    folder.mkdir()
    (folder / "sent-0").write_bytes(b"figures")
    options = argparse.Namespace(
        file=Given("县/表.csv"), by="x", out=Made("out.xlsx"), rejected=None
    )
    (place,), put_back = lend_places(options, folder, [True])
    assert options.by == "x" and options.rejected is None
    assert (folder / "given-0" / "表.csv").read_bytes() == b"figures"
    assert place.name == "out.xlsx" and place.stat().st_size == 0
    assert put_back(f"{options.file} → {options.out}") == "县/表.csv → out.xlsx"


def test_a_file_that_is_not_there_is_not_sent(tmp_path):
    here = tmp_path / "here.csv"
    here.write_bytes(b"1")
    options = argparse.Namespace(a=Given(tmp_path / "none.csv"), b=Given(here), c=Given(tmp_path))
    assert list(list_sent(options)) == [(1, here)]


def test_a_missing_folder_is_an_error_in_words_and_none_is_made(tmp_path):
    with pytest.raises(UnreadableFileError, match="folder_not_there"):
        check_places(argparse.Namespace(out=Made(tmp_path / "a" / "b" / "c.pdf")))
    assert list(tmp_path.iterdir()) == []


def test_made_files_and_folders_come_to_their_place(tmp_path):
    made = tmp_path / "made"
    (made / "maps").mkdir(parents=True)
    (made / "maps" / "a.svg").write_bytes(b"<svg/>")
    take_made(made, str(tmp_path / "pack"))
    assert (tmp_path / "pack" / "maps" / "a.svg").read_bytes() == b"<svg/>"
    take_made(made / "maps" / "a.svg", str(tmp_path / "b.svg"))
    assert (tmp_path / "b.svg").read_bytes() == b"<svg/>"
    with pytest.raises(UnreadableFileError, match="file_not_written"):
        take_made(made / "maps" / "a.svg", str(made))


def test_without_room_what_stands_there_stays(tmp_path, monkeypatch):
    made, pack = tmp_path / "made", tmp_path / "pack"
    for folder, content in ((made, b"new"), (pack, b"old")):
        folder.mkdir()
        for name in ("a.docx", "b.zip"):
            (folder / name).write_bytes(content)
    copied = []

    def copy(source, target, **_):
        if copied:
            raise OSError(28, "No space left on device")
        copied.append(target)
        return copyfile(source, target)

    copyfile = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", copy)
    with pytest.raises(UnreadableFileError, match="file_not_written"):
        take_made(made, str(pack))
    assert copied
    assert {path.name: path.read_bytes() for path in pack.iterdir()} == {
        "a.docx": b"old",
        "b.zip": b"old",
    }


def test_nothing_is_saved_over_the_file_that_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sent = tmp_path / "sent.xlsx"
    options = argparse.Namespace(file=Given(sent), rejected=MadeWorkbook("sent.xlsx"))
    with pytest.raises(UnreadableFileError, match="place_is_source"):
        check_places(options)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(MadeWorkbook, "a.csv"), (MadePdf, "a.txt"), (MadeTable, "a"), (MadeCalendar, "a.txt")],
)
def test_another_ending_is_an_error_in_words(tmp_path, kind, name):
    with pytest.raises(UnreadableFileError, match="place_ending"):
        check_places(argparse.Namespace(out=kind(tmp_path / name)))
    check_places(argparse.Namespace(out=kind(tmp_path / f"A{kind.endings[0].upper()}")))


@pytest.mark.parametrize("year", ["24", "99999"])
def test_a_year_out_of_bounds_is_told(year, capsys):
    code = run_command(make_indicators_parser(), ["progress", "--year", year, "--db", "none"])
    assert (code, capsys.readouterr().out) == (2, "")
