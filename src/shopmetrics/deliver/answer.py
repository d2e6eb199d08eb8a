"""What a service answered: apprise itself says only yes or no, and takes some refusals for a yes.

DingTalk and WeCom refuse with HTTP 200 and a code in the body, which apprise 2.3 does not read.
Codes that pass: https://open.dingtalk.com/document/orgapp/custom-robot-access (130101, 410100),
https://developer.work.weixin.qq.com/document/path/90313 (-1, 45009),
https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (11232).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import responses
from typing import Any

from shopmetrics.extra import required

_BUSY = frozenset({-1, 11232, 45009, 130101, 410100})
_LATER = frozenset({408, 425, 429})
_BROKEN = 500  # from here on it is the server's fault
_GOOD = range(200, 300)
_NEXT_RUN = "the next run sends it; or send again once the service can be reached"


class RefusedError(Exception):
    """A message that a service did not take, in words without its address."""

    def __init__(self, found: str, hint: str, *, passes: bool = False) -> None:
        """Keep what was found, what to do, and whether the same may go well later."""
        super().__init__(found)
        self.found = found
        self.hint = hint
        self.passes = passes


@contextmanager
def listening() -> Iterator[list[Any]]:
    """Keep what is answered meanwhile to what apprise sends, or the error of the connection."""
    session = required("requests", "notify").Session
    heard: list[Any] = []
    send = session.send

    def kept(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 requests' own
        try:
            heard.append(send(*arguments, **named))
        except Exception as error:
            heard.append(error)
            raise
        return heard[-1]

    session.send = kept
    try:
        yield heard
    finally:
        session.send = send


def refuse_failure(heard: list[Any], field: str | None, *, taken: bool) -> None:
    """Raise where the last answer is no yes; `field` of its JSON holds 0 where all is well.

    Raises:
        RefusedError: saying what was answered.
    """
    last = heard[-1] if heard else None
    if isinstance(last, Exception):
        raise _unreachable(last)
    if last is not None and last.status_code not in _GOOD:
        raise _answered(last.status_code)
    code = _code(last, field) if field and last is not None else 0
    if code:
        hint = "the service's list of error codes says why: a keyword, a signature, an old address"
        raise RefusedError(f"refused with code {code}", hint, passes=code in _BUSY)
    if not taken:
        raise RefusedError("was not taken", "check its address, and what the service allows")


def _unreachable(error: Exception) -> RefusedError:
    errors = required("requests", "notify").exceptions
    if isinstance(error, errors.SSLError):
        hint = "an authority of your own: REQUESTS_CA_BUNDLE names the file of its certificate"
        return RefusedError("its certificate cannot be trusted, or it speaks no TLS", hint)
    if isinstance(error, errors.Timeout):
        return RefusedError("did not answer in time", _NEXT_RUN, passes=True)
    return RefusedError("could not be reached", _NEXT_RUN, passes=True)


def _answered(status: int) -> RefusedError:
    passes = status in _LATER or status >= _BROKEN
    hint = _NEXT_RUN if passes else "the address may be wrong or out of date; make a new one there"
    found = f"answered {status} {responses.get(status, '')}".strip()
    return RefusedError(found, hint, passes=passes)


def _code(answer: Any, field: str) -> int:  # noqa: ANN401 requests' own
    """Read the code of an answer; what is no such JSON has none."""
    try:
        code = answer.json()[field]
    except (ValueError, KeyError, TypeError):
        return 0
    return code if isinstance(code, int) else 0
