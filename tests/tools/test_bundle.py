"""A bundle takes the pins of its system, is checked before it is zipped, and starts only whole."""

import base64
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.bundle.__main__ import PARTS, add_parts, list_app_files, write_manifest, zip_folder
from tools.bundle.check import find_faults, read_machine
from tools.bundle.target import ROOT, WINDOWS, Pin, list_pins, make_linux
from tools.bundle.wheels import normalize, unpack_wheel

LINUX = make_linux()
HASH = f"--hash=sha256:{'0' * 64}"
PINS = f"""# a comment
maps==1.0 ; python_full_version < '3.12' \\
    {HASH}
maps==2.0 ; python_full_version >= '3.12' \\
    {HASH} \\
    {HASH}
colours==3.1 ; sys_platform == 'win32' \\
    {HASH}
watch==4.0 ; sys_platform != 'darwin' and python_full_version >= '3.9' \\
    {HASH}
    # via maps
plain==5.0.1 \\
    {HASH}
"""


def make_wheel(folder: Path, name: str, version: str, files: dict[str, bytes]) -> Path:
    """Make a wheel with its list of files."""
    info = f"{name}-{version}.dist-info"
    files = files | {f"{info}/METADATA": f"Name: {name}\n".encode()}
    rows = []
    for file, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        rows.append(f"{file},sha256={digest},{len(content)}")
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]).encode()
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)
    return path


def make_program(machine: int, kind: str) -> bytes:
    """Return the head of a program file for a processor."""
    if kind == "elf":
        return b"\x7fELF" + bytes(14) + struct.pack("<H", machine) + bytes(40)
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine)


@pytest.fixture
def bundle(tmp_path):
    """A bundle of one package for this Python, as the office unpacked it."""
    folder = tmp_path / "caomu"
    wheel = make_wheel(tmp_path, "tiny", "1.0", {"tiny.py": b"SIZE = 1\n"})
    unpack_wheel(wheel, folder / "lib")
    app = folder / "app" / "data" / "__main__.py"
    app.parent.mkdir(parents=True)
    app.write_text(
        "import os, sys, tiny\nprint('asked', sys.argv[1:], os.environ['CAOMU_DB'], tiny.SIZE)\n"
    )
    (app.parent / "__init__.py").write_text("")
    add_parts(folder, LINUX)
    write_manifest(folder, LINUX, "9.9")
    return folder


def start(folder: Path, *arguments: str) -> tuple[int, str]:
    """Start a bundle; return its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-S", str(folder / "start.py"), *arguments],
        capture_output=True, encoding="utf-8", timeout=60, check=False,
        env={name: text for name, text in os.environ.items() if name != "CAOMU_DB"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def change_manifest(folder: Path, **values: str) -> None:
    path = folder / "bundle.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_each_system_takes_its_own_pins():
    def take(target):
        return {pin.name: (pin.version, len(pin.hashes)) for pin in list_pins(PINS, target)}

    windows = take(WINDOWS)
    assert windows == {
        "maps": ("2.0", 2), "colours": ("3.1", 1), "watch": ("4.0", 1), "plain": ("5.0.1", 1)
    }  # fmt: skip
    assert "colours" not in take(LINUX)


def test_a_condition_that_is_not_known_is_no_guess():
    with pytest.raises(ValueError, match="platform_machine"):
        list_pins(f"a==1 ; platform_machine == 'x86_64' \\\n    {HASH}\n", WINDOWS)


def test_every_pin_of_the_app_is_packed_once_and_has_hashes():
    text = (ROOT / "requirements.txt").read_text()
    for target in (WINDOWS, LINUX):
        pins = list_pins(text, target)
        names = [normalize(pin.name) for pin in pins]
        assert len(names) == len(set(names)) and {"streamlit", "duckdb", "pandas"} <= set(names)
        assert all(pin.hashes for pin in pins)


def test_modules_are_unpacked_programs_are_not(tmp_path):
    files = {
        "a/b.py": b"x",
        "tiny-1.0.data/purelib/c.py": b"y",
        "tiny-1.0.data/scripts/run.exe": b"z",
    }
    assert unpack_wheel(make_wheel(tmp_path, "tiny", "1.0", files), tmp_path / "lib") == 4
    assert (tmp_path / "lib/c.py").read_bytes() == b"y"
    assert not list((tmp_path / "lib").rglob("run.exe"))


@pytest.mark.parametrize("name", ["../outside.py", "a/../../outside.py"])
def test_nothing_is_unpacked_outside_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="outside"):
        unpack_wheel(make_wheel(tmp_path, "tiny", "1.0", {name: b"x"}), tmp_path / "lib")


def test_two_packages_with_one_file_are_refused(tmp_path):
    for name, content in (("one", b"1"), ("two", b"2")):
        wheel = make_wheel(tmp_path, name, "1.0", {"same.py": content})
        if name == "one":
            unpack_wheel(wheel, tmp_path / "lib")
    with pytest.raises(ValueError, match=r"same\.py"):
        unpack_wheel(wheel, tmp_path / "lib")


def test_the_check_names_what_is_missing_changed_or_foreign(tmp_path):
    files = {
        "good.pyd": make_program(0x8664, "pe"),
        "small.pyd": make_program(0x14C, "pe"),
        "other.so": make_program(0x3E, "elf"),
        "changed.py": b"before",
        "gone.py": b"x",
    }
    lib = tmp_path / "caomu" / "lib"
    unpack_wheel(make_wheel(tmp_path, "tiny", "1.0", files), lib)
    add_parts(lib.parent, WINDOWS)
    pins = [Pin("Tiny", "1.0", ()), Pin("absent", "2.0", ())]
    (lib / "changed.py").write_bytes(b"after")
    (lib / "gone.py").unlink()
    assert find_faults(lib.parent, pins, ["app.py"], WINDOWS) == [
        "app/app.py is missing",
        "lib/changed.py differs from what its package says",
        "lib/gone.py is missing",
        "lib has no absent 2.0",
        "lib/other.so is for another system",
        "lib/small.pyd is for another processor (332)",
    ]


def test_the_processor_of_this_python():
    assert read_machine(Path(sys.executable)) == LINUX.machine
    assert read_machine(PARTS / "start.py") is None


def test_the_app_files_are_those_that_run_it():
    files = list_app_files()
    assert {"app.py", ".streamlit/config.toml", "data/store/database.py"} <= set(files)
    assert not [file for file in files if file.startswith(("tests/", "docs/", "tools/"))]


def test_files_for_windows_are_as_windows_reads_them(tmp_path):
    add_parts(tmp_path, WINDOWS)
    batch = (tmp_path / "start.bat").read_bytes()
    assert batch.isascii() and batch.count(b"\n") == batch.count(b"\r\n") > 0
    assert b"python-3.12.10-embed-amd64.zip" in batch.replace(b"%NAMED%", b"3.12.10")
    assert b"python312._pth" in batch
    paths = (tmp_path / "python._pth").read_text().split()
    assert paths == ["python312.zip", ".", "..\\lib", "..\\app", ".."]
    assert "3.12.10" in (tmp_path / "no-python.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", [WINDOWS, LINUX], ids=["windows", "linux"])
def test_the_instructions_name_the_python_and_show_pictures(tmp_path, target):
    add_parts(tmp_path, target)
    text = (tmp_path / "使用说明.html").read_text(encoding="utf-8")
    assert target.named in text and "{" not in text.split("</style>")[1]
    pictures = [part.split('"')[0] for part in text.split('src="')[1:]]
    assert len(pictures) >= 2 and all((tmp_path / picture).is_file() for picture in pictures)
    assert ("尚未在Windows计算机上实际运行" in text) == (target is WINDOWS)


def test_the_sentences_are_there_in_both_languages():
    words = json.loads((PARTS / "words.json").read_text(encoding="utf-8"))
    code = (PARTS / "start.py").read_text(encoding="utf-8")
    assert all(set(sentence) == {"zh", "en"} for sentence in words.values())
    assert {key for key in words if f'"{key}"' not in code} == set()


def test_a_command_runs_with_what_was_packed_alone(bundle):
    code, said = start(bundle, "data", "backup", "copy.duckdb")
    database = bundle / "var" / "caomu.duckdb"
    assert code == 0
    assert said.splitlines()[-1] == f"asked ['backup', 'copy.duckdb'] {database} 1"


@pytest.mark.parametrize("values", [{"python": "3.2"}, {"system": "plan9"}])
def test_a_wrong_python_is_refused_in_words(bundle, values):
    change_manifest(bundle, **values)
    code, said = start(bundle)
    assert code == 1
    assert "Python版本不符" in said and "Wrong Python" in said and LINUX.named in said
    assert not (bundle / "var").exists()


def test_a_file_that_is_missing_or_changed_is_named_and_nothing_starts(bundle):
    (bundle / "lib/tiny.py").write_text("SIZE = 2\n")
    (bundle / "app/data/__init__.py").unlink()
    for arguments in ((), ("check",), ("data",)):
        code, said = start(bundle, *arguments)
        assert code == 1
        assert "lib/tiny.py" in said and "app/data/__init__.py" in said
    assert not (bundle / "var").exists()


def test_a_whole_bundle_says_so(bundle):
    code, said = start(bundle, "check")
    assert code == 0 and "9.9" in said


def test_an_update_over_the_old_folder_keeps_the_data_and_drops_old_files(bundle, tmp_path):
    newer = Path(shutil.copytree(bundle, tmp_path / "newer"))
    (newer / "bundle.json").unlink()
    (newer / "app/data/__main__.py").write_text("print('newer')\n")
    (newer / "lib/tiny.py").unlink()
    write_manifest(newer, LINUX, "10.0")
    start(bundle, "data")
    database = bundle / "var" / "caomu.duckdb"
    database.write_bytes(b"figures")
    shutil.copytree(newer, bundle, dirs_exist_ok=True)
    code, said = start(bundle, "data")
    assert code == 0 and said.splitlines()[-1] == "newer"
    assert "已删除旧版本遗留的1个程序文件" in said
    assert database.read_bytes() == b"figures"
    assert not (bundle / "lib/tiny.py").exists()
    assert start(bundle, "data")[1].splitlines() == ["newer"]


def test_a_zip_of_the_same_content_is_the_same_file(bundle, tmp_path):
    for name in ("one.zip", "two.zip"):
        zip_folder(bundle, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as package:
        assert {name.split("/")[0] for name in package.namelist()} == {"caomu"}
        script = package.getinfo("caomu/start.sh")
        assert script.external_attr >> 16 & 0o111
