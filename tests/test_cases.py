import re
import shlex
from pathlib import Path

import pytest
from conftest import Run

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_whole_run_prints_what_it_should(case: Path, run: Run, *, update: bool) -> None:
    words = shlex.split((case / "cmd").read_text(encoding="utf-8"))
    given = [word for word in words if re.match(r"[A-Z_]+=", word)]
    environment = dict(word.split("=", 1) for word in given)
    ran = run(*(word for word in words if word not in given), **environment)
    found = {"out": ran.out, "err": ran.err, "code": f"{ran.code}\n"}
    for name, text in found.items():
        path = case / name
        if update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")
