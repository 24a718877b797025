"""The two systems that a bundle is built for, and which pins each of them takes."""

import platform
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_PIN = re.compile(r"(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^\s;]+)(\s*;(?P<marker>[^\\]*?))?\s*\\")
_TERM = re.compile(r"^(?P<name>\w+)\s*(?P<sign>==|!=|<=|>=|<|>)\s*'(?P<value>[^']*)'$")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True)
class Target:
    """A system, the Python that the office brings, and what pip is asked for.

    Parameters
    ----------
    python : str
        Major and minor version that the wheels are for.
    named : str
        The exact version that the instructions name.
    machine : int
        The processor in the head of a program file (PE or ELF): x86-64.
    pip : tuple of str
        What tells pip to take wheels for this system. Empty: those of the Python that builds.
    """

    system: str
    python: str
    named: str
    sys_platform: str
    machine: int
    pip: tuple[str, ...] = ()


WINDOWS = Target(
    "windows",
    "3.12",
    "3.12.10",
    "win32",
    0x8664,
    ("--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp"),
)


def make_linux() -> Target:
    """Return the Linux that this Python runs on: its wheels fit the same minor version."""
    version = platform.python_version()
    return Target("linux", ".".join(version.split(".")[:2]), version, sys.platform, 0x3E)


@dataclass(frozen=True)
class Pin:
    """A package with its exact version and the hashes of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line of a requirements file."""
        return " ".join([f"{self.name}=={self.version}", *self.hashes])


def list_pins(text: str, target: Target) -> list[Pin]:
    """Return the pins of a compiled requirements file that a target takes.

    pip reads the conditions of a line (; python_full_version < '3.12') for the Python that it
    runs on, not for the one that it downloads for: they are read here.

    Raises
    ------
    ValueError
        A condition is of a kind that is not known.
    """
    pins = []
    for part in re.split(r"\n(?=[A-Za-z0-9])", text):
        found = _PIN.match(part)
        if found and _applies(found["marker"], target):
            pins.append(Pin(found["name"], found["version"], tuple(_HASH.findall(part))))
    return pins


def _applies(marker: str | None, target: Target) -> bool:
    terms = [term.strip(" ()") for term in re.split(r"\band\b", marker or "") if term.strip()]
    return all(_holds(term, target) for term in terms)


def _holds(term: str, target: Target) -> bool:
    found = _TERM.match(term)
    own = {
        "python_full_version": target.named,
        "python_version": target.python,
        "sys_platform": target.sys_platform,
        "platform_system": target.system.capitalize(),
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    if found is None or found["name"] not in own:
        raise ValueError(f"unknown condition of a package: {term}")
    left, right = own[found["name"]], found["value"]
    if found["name"].startswith("python"):
        return _compare(found["sign"], _split_version(left), _split_version(right))
    return _compare(found["sign"], left, right)


def _split_version(text: str) -> list[int]:
    return [int(number) for number in text.split(".")]


def _compare(sign: str, left: Any, right: Any) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[sign]
