"""What comes with shopmetrics, ready made: data/readymade.json holds what the YAML beside it says.

To read that YAML and to check it takes an eighth of a small report. A test makes the file anew and
compares; `pytest tests/test_readymade.py --update` rewrites it once some of the YAML has changed.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "readymade.json"


def readymade(name: str) -> dict[str, Any]:
    """Return all there is of one kind by name: config, causes, playbook or profiles."""
    return _all()[name]


@cache
def _all() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_bytes())
    return found
