"""A real terminal for tests: tmux, typed into and read back; and our program as a command in it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pytest
from conftest import ROOT

_PATIENCE = 60.0  # seconds: the machine may be busy
_KEPT = ("HOME", "LANG", "PATH", "TERM")


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip where a program is missing, and say which package has it."""
    lacking = [one for one in programs if shutil.which(one) is None]
    return pytest.mark.skipif(bool(lacking), reason=f"needs {', '.join(lacking)}: apt-get install")


def command(folder: Path) -> Path:
    """Write our program as the command `shopmetrics`, and return its folder."""
    bin_ = folder / "bin"
    bin_.mkdir(exist_ok=True)
    script = bin_ / "shopmetrics"
    source = ROOT / "src"
    script.write_text(f'#!/bin/sh\nPYTHONPATH={source} exec {sys.executable} -m shopmetrics "$@"\n')
    script.chmod(0o755)
    return bin_


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return a bare environment with a home of its own, in which `shopmetrics` is found."""
    found = {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": f"{command(folder)}:{os.environ['PATH']}",
        "TERM": "screen-256color",
    }
    return {**found, **more}


class Tmux:
    """One window of a terminal; use it as a context, which ends what runs in it."""

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        cwd: Path = ROOT,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        """Start a program in a window of so many columns and rows."""
        self._socket = Path(env["HOME"]) / f"tmux{time.monotonic_ns()}"
        wide, high = size
        window = ("-x", str(wide), "-y", str(high), "-c", str(cwd))
        clean = ("env", "-i", *(f"{name}={value}" for name, value in env.items()))
        self._tmux("-f", "/dev/null", "new-session", "-d", *window, "--", *clean, *argv, env=env)

    def __enter__(self) -> Self:
        """Give the window."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the window."""
        self._tmux("kill-server")

    def type(self, *keys: str) -> None:
        """Type text and keys, such as Tab."""
        self._tmux("send-keys", *keys)

    def screen(self) -> str:
        """Return what is on the screen and above it."""
        return self._tmux("capture-pane", "-p", "-S", "-500", "-J")

    def styled(self) -> str:
        """Return the same with its colours, as escapes."""
        return self._tmux("capture-pane", "-p", "-e", "-S", "-500")

    def shows(self, text: str) -> str:
        """Wait until a text is seen, and return the screen."""
        end = time.monotonic() + _PATIENCE
        while text not in (screen := self.screen()):
            assert time.monotonic() < end, f"{text!r} is not on the screen:\n{screen}"
            time.sleep(0.1)
        return screen

    def _tmux(self, *argv: str, env: Mapping[str, str] | None = None) -> str:
        made = ["tmux", "-u", "-S", str(self._socket), *argv]
        ran = subprocess.run(made, capture_output=True, text=True, check=True, env=env)
        return ran.stdout
