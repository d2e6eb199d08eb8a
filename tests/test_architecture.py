import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SRC = ROOT / "src" / "shopmetrics"
FILES = sorted(SRC.rglob("*.py"))
COLLECTING = {"ingest", "engine"}


def name(path: Path) -> str:
    return str(path.relative_to(SRC))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def body_lines(function: ast.FunctionDef) -> int:
    """Count the lines of a body without its signature and the functions inside it."""
    inner = [node for node in function.body if isinstance(node, ast.FunctionDef)]
    inside = sum((node.end_lineno or 0) - node.lineno for node in inner)
    return (function.end_lineno or 0) - function.body[0].lineno - inside


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_is_short_and_says_what_it_holds(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(('"""', 'r"""'))
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_function_is_longer_than_fifty_lines(path: Path) -> None:
    for function in functions(path):
        assert body_lines(function) < 50, function.name


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_loops_over_rows_or_prints(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for word in ("map_elements", r"\.apply\(", "iter_rows", r"(?<!\.)\bprint\(", "TODO", "FIXME"):
        assert not re.search(word, text), word


@pytest.mark.parametrize("path", FILES, ids=name)
def test_frames_are_collected_in_ingest_and_engine_alone(path: Path) -> None:
    room = path.relative_to(SRC).parts[0]
    found = re.search(r"\.collect\(|collect_all\(", path.read_text(encoding="utf-8"))
    assert room in COLLECTING or not found


@pytest.mark.parametrize("path", FILES, ids=name)
def test_screens_are_the_business_of_render_and_cli(path: Path) -> None:
    room = path.relative_to(SRC).parts[0]
    found = re.search(
        r"^\s*(from|import) (rich|typer)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert room in {"render", "cli"} or not found


def test_help_loads_no_polars() -> None:
    lazy = [*SRC.glob("cli/__init__.py"), SRC / "cli" / "pages.py", SRC / "cli" / "options.py"]
    for path in (*lazy, SRC / "dimensions.py", SRC / "errors.py"):
        assert "import polars" not in path.read_text(encoding="utf-8")
