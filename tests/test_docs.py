import re
import shlex
from pathlib import Path

import pytest
import typer.main
from conftest import ROOT, Run

from shopmetrics.cli import app
from shopmetrics.pages import PAGES
from shopmetrics.render import Format, Look, render_definition
from shopmetrics.text import Words

READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAPERS = [*READMES, *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?<=```console\n)(?P<block>\$ shopmetrics .*?)(?=```)", re.DOTALL)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_console_blocks_show_what_the_commands_print(
    paper: Path, run: Run, *, update: bool
) -> None:
    text = paper.read_text(encoding="utf-8")
    blocks = [found["block"] for found in BLOCK.finditer(text)]
    for block in blocks:
        command = block.split("\n", 1)[0].removeprefix("$ shopmetrics ")
        ran = run(*shlex.split(command))
        shown = f"$ shopmetrics {command}\n{ran.out}"
        if update:
            text = text.replace(block, shown)
            paper.write_text(text, encoding="utf-8")
        else:
            assert block == shown


@pytest.mark.parametrize("paper", READMES, ids=lambda paper: paper.name)
def test_readme_has_blocks_to_hold(paper: Path) -> None:
    assert len(BLOCK.findall(paper.read_text(encoding="utf-8"))) >= 3


@pytest.mark.parametrize("paper", READMES, ids=lambda paper: paper.name)
def test_readme_names_every_command_and_leads_to_files_that_are_there(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined] # it is a group
    assert not [name for name in commands if not re.search(f"`{name}[ `]", text)]
    links = re.findall(r"\]\(([^):#]+)[)#]", text)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_continuous_integration_runs_the_readmes_own_command() -> None:
    text = PAPERS[0].read_text(encoding="utf-8")
    (command,) = re.findall(r"<!-- tests -->\n```sh\n(.*?)\n```", text, re.DOTALL)
    assert command.endswith("make check")
    assert "<!-- tests -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", READMES, ids=lambda paper: paper.name)
def test_every_exit_code_of_the_errors_is_in_the_readme(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    assert all(f"| {code} |" in text for code in (0, 1, 2, 3, 4, 70, 130))


@pytest.mark.parametrize(("language", "name"), [("en", "metrics.md"), ("zh", "metrics.zh.md")])
def test_the_paper_on_metrics_is_what_the_pages_say(
    language: str, name: str, *, update: bool
) -> None:
    paper = ROOT / "docs" / name
    pages = (render_definition(page, Format.markdown, Words(language), Look()) for page in PAGES)
    text = "<!-- Made from the pages: pytest --update -->\n\n" + "\n\n".join(pages) + "\n"
    if update:
        paper.write_text(text, encoding="utf-8")
    assert paper.read_text(encoding="utf-8") == text


def test_commands_on_operating_are_known_to_the_command_line(run: Run) -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    lines = re.findall(r"shopmetrics (check|send) (.*)", text)
    assert len(lines) >= 4
    for command, rest in lines:
        typed = re.findall(r"--[a-z-]+", rest)
        assert all(option in run(command, "--help", COLUMNS="200").out for option in typed)
