"""Which fonts a sheet is set in: those of this machine, Chinese ones first where it is Chinese."""

from collections.abc import Sequence
from typing import Any

from shopmetrics.errors import OutputError
from shopmetrics.extra import required

_SANS = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans")
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "SimHei",
)
_ALWAYS = "Libertinus Serif"  # comes with typst
_SHOWN = 5


def fonts_here() -> Any:  # noqa: ANN401 typst's
    """Find the fonts of the system, and those that come with typst."""
    return required("typst", "pdf").Fonts()


def families(fonts: Any, language: str) -> tuple[str, ...]:  # noqa: ANN401 typst's
    """Return the families to set a sheet in, the best first; what none has is found elsewhere."""
    wanted = (*_CHINESE, *_SANS) if language == "zh" else (*_SANS, *_CHINESE)
    there = set(fonts.families())
    return (*(name for name in wanted if name in there), _ALWAYS)


def refuse_lacking(letters: Sequence[str]) -> None:
    """Refuse to print boxes for letters that no font has; no letters, no refusal.

    Raises:
        OutputError: naming the first of them, and where fonts come from.
    """
    if letters:
        shown = " ".join(letters[:_SHOWN])
        raise OutputError(
            f"no font on this machine has the letters {shown}",
            hint="install one that does, on Debian or Ubuntu the package fonts-noto-cjk (Chinese,"
            " Japanese, Korean) or fonts-noto-core (other scripts); Windows and macOS bring theirs",
        )
