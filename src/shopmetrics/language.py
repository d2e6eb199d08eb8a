"""Which language is spoken: the one asked for, else that of the environment."""

from collections.abc import Mapping

_ENVIRONMENT = ("SHOPMETRICS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(option: str | None, environment: Mapping[str, str]) -> str:
    """Return the language that was asked for, else that of the environment, else English."""
    named = (environment.get(name) for name in _ENVIRONMENT)
    asked = option or next((name for name in named if name), "en")
    return "zh" if asked.lower().startswith("zh") else "en"
