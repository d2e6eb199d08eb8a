"""docs/operating.md: each example is read by what would read it, and run where it can be."""

import os
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from screens import environment, needs

PAPER = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
INSTALLED = "/opt/shopmetrics/bin/shopmetrics"


def blocks(language: str, section: str) -> list[str]:
    text = PAPER.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with exports, settings, and our program on the path of its environment."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "exports").symlink_to(ROOT / "sample_data" / "douyin")
    (folder / "shop.yaml").write_text("top: 5\n", encoding="utf-8")
    return folder


def sh(line: str, shop: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a line in the shop's folder, as a shell of a job would: with hardly any environment."""
    env = environment(shop, **more)
    return subprocess.run(
        ["bash", "-c", line], cwd=shop, env=env, capture_output=True, text=True, check=False
    )


def here(line: str, shop: Path) -> str:
    """Put what stands on a server where the test has it."""
    return line.replace(INSTALLED, "shopmetrics").replace("/srv/shop", str(shop))


OF_JUNE = "--last 30d --as-of 2026-06-30"  # the days of the sample shop


def test_lines_of_cron_have_five_times_and_run(shop: Path) -> None:
    (table,) = blocks("cron", "cron")
    lines = table.strip().splitlines()
    settings = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    jobs = [line.split(maxsplit=5) for line in lines if line[0].isdigit()]
    assert [job[:5] for job in jobs] == [["0", "8", "*", "*", "1"], ["30", "8", "*", "*", "*"]]
    assert not [job for job in jobs if "%" in job[5]]  # a line break to cron
    send, check = (here(job[5], shop) for job in jobs)
    sent = sh(f"{send} --dry-run week.eml", shop, **settings)
    assert (sent.returncode, sent.stdout, sent.stderr) == (0, "", "")
    checked = sh(check.replace("--last 30d", OF_JUNE), shop, **settings)
    assert checked.returncode == 1
    assert "警报" in checked.stdout


@needs("systemd-analyze")
def test_units_are_what_systemd_understands(tmp_path: Path) -> None:
    service, timer = blocks("ini", "systemd")
    real = tmp_path / "shopmetrics"
    real.write_text("#!/bin/sh\n")
    real.chmod(0o755)
    (tmp_path / "shopmetrics.service").write_text(service.replace(INSTALLED, str(real)))
    (tmp_path / "shopmetrics.timer").write_text(timer)
    units = [str(tmp_path / f"shopmetrics.{kind}") for kind in ("service", "timer")]
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    (when,) = re.findall(r"OnCalendar=(.*)", timer)
    times = subprocess.run(
        ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=True
    )
    assert "08:00:00 Asia/Shanghai" in times.stdout


def test_steps_of_the_workflow_run_on_the_sample_shop(shop: Path) -> None:
    (text,) = blocks("yaml", "GitHub Actions")
    workflow = yaml.safe_load(text)
    assert set(workflow) == {"name", True, "permissions", "jobs"}  # True is how YAML reads on
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert all(
        re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/x@v1"))
        for step in job["steps"]
    )
    install, *steps = (step["run"] for step in job["steps"] if "run" in step)
    assert install == "pip install --quiet './shopmetrics[report]'"
    assert "report" in PROJECT["project"]["optional-dependencies"]
    more = {**job["env"], "GITHUB_STEP_SUMMARY": "summary.md"}
    codes = [sh(step.replace("--last 30d", OF_JUNE), shop, **more).returncode for step in steps]
    assert codes == [0, 0, 1]  # the sample shop is in alarm, and the last step says so
    assert (shop / "summary.md").read_text(encoding="utf-8").startswith("# 店铺报告")
    assert (shop / "report.html").stat().st_size > 10_000


def instructions(stage: int) -> list[list[str]]:
    """Return the instructions of one stage of the Dockerfile, each as its words."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    begins = [at for at, line in enumerate(lines) if line.startswith("FROM ")]
    return [line.split(maxsplit=1) for line in lines[begins[stage] :]]


def test_image_is_slim_runs_as_a_user_and_installs_what_there_is() -> None:
    final = instructions(-1)
    words = {name: rest for name, rest in final if name != "RUN"}
    assert words["FROM"].endswith("-slim")
    assert words["USER"] != "root"
    assert words["ENTRYPOINT"] == '["shopmetrics"]'
    assert "shopmetrics" in PROJECT["project"]["scripts"]
    (run,) = (rest for name, rest in final if name == "RUN")
    (extras,) = re.findall(r"\.whl\)\[([a-z,]+)\]", run)
    assert set(extras.split(",")) <= set(PROJECT["project"]["optional-dependencies"])
    assert words["USER"] in run


def test_image_is_built_of_what_the_wheel_needs_and_of_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    kept = {line[1:].rstrip("/") for line in rules if line.startswith("!")}
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    files = PROJECT["project"]
    needed = {"pyproject.toml", files["readme"], *files["license-files"], *wheel["force-include"]}
    assert kept == {*needed, "src"}


def test_commands_of_docker_name_options_and_commands_there_are(shop: Path) -> None:
    (text,) = blocks("sh", "Docker")
    lines = text.replace("\\\n", " ").strip().splitlines()
    runs = [line.split(" shopmetrics ", 1)[1] for line in lines if line.startswith("docker run")]
    assert [run.split()[0] for run in runs] == ["report", "send"]
    assert sh(f"shopmetrics {runs[1]} --dry-run x.eml", shop).returncode == 0


def test_script_tells_an_alarm_from_a_failure(shop: Path) -> None:
    (script,) = blocks("sh", "In a script")
    assert sh(script, shop).stdout == "look at the shop\n"
    assert sh(script.replace("exports/", "nowhere/"), shop).stdout == "the check itself failed\n"


@needs("man")
def test_manual_page_is_found_where_it_is_installed(shop: Path) -> None:
    (script,) = blocks("sh", "The manual page")
    *install, read = script.strip().splitlines()
    ran = sh("\n".join(install), shop)
    assert ran.returncode == 0, ran.stderr
    folder = shop / ".local" / "share" / "man"
    assert (folder / "man1" / "shopmetrics.1").stat().st_size > 10_000
    near = f"{shop}/.local/bin:{os.environ['PATH']}"  # where man looks beside it
    shown = sh(f"PATH={shlex.quote(near)} {read}", shop, MANPAGER="cat")
    assert "退" in shown.stdout
    assert "SYNOPSIS" in shown.stdout


def test_only_old_exports_are_deleted(tmp_path: Path) -> None:
    (line,) = blocks("sh", "What to keep and what to delete")
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, days in (("old.csv", 900), ("new.csv", 10)):
        (folder / name).touch()
        at = (folder / name).stat().st_mtime - days * 86_400
        os.utime(folder / name, (at, at))
    subprocess.run(["sh", "-c", line.replace("/srv/shop", str(tmp_path))], check=True)
    assert [file.name for file in folder.iterdir()] == ["new.csv"]
