"""What all tests share: running the command line in process, and rewriting golden files."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shopmetrics.cli import main

ROOT = Path(__file__).parents[1]
CHROMIUM = Path("/usr/bin/chromium")
sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files; read the diff")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str
    data: bytes = b""  # stdout as it was written: not every form is text


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in process, at 80 columns in English, from the repository's root."""

    def ran(*argv: str, cwd: Path = ROOT, **environment: str) -> Ran:
        for name in ("SHOPMETRICS_LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"COLUMNS": "80", "LANG": "en_US.UTF-8", **environment}.items():
            monkeypatch.setenv(name, value)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", err)
        monkeypatch.chdir(cwd)
        code = main(argv)
        written = []
        for stream in (out, err):
            stream.flush()
            written.append(stream.buffer.getvalue())
        text, notes = (data.decode(errors="replace") for data in written)
        return Ran(code, text, notes, written[0])

    return ran


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """Open one Chromium for the tests of a file."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's package chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 few tests need a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()
