"""Every file that no profile fits, settled one by one and shown until nothing is to be changed."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopmetrics.cli.init.gather import Unknown
from shopmetrics.cli.init.screen import Screen
from shopmetrics.cli.init.settle import change, settle
from shopmetrics.cli.init.show import proposal_blocks
from shopmetrics.errors import ConfigError
from shopmetrics.ingest.propose.beside import Beside
from shopmetrics.ingest.propose.draft import Draft
from shopmetrics.ingest.propose.proposal import Findings, findings, propose
from shopmetrics.printable import printable


@dataclass(frozen=True, slots=True)
class Settled:
    """A kind of file that is to get a profile."""

    unknown: Unknown
    draft: Draft
    found: Findings


def settled(
    unknown: Sequence[Unknown], beside: Sequence[Beside], screen: Screen
) -> tuple[Settled, ...]:
    """Return the files that can be read, with what each is; others are left alone.

    Raises:
        ConfigError: for a named file that lacks what its kind needs.
    """
    kinds = {at: one.kind for at, one in enumerate(unknown) if one.kind is not None}
    drafts = dict(enumerate(propose([one.sample for one in unknown], beside, screen.names, kinds)))
    done = {at: settle(draft, screen.talk, screen.names) for at, draft in drafts.items()}
    whole = {
        at: draft
        for at, draft in done.items()
        if draft is not None and _complete(unknown[at], draft, screen)
    }
    for at in tuple(whole):
        whole[at] = _last_word(unknown[at], at, whole, beside, screen)
    return tuple(
        Settled(unknown[at], draft, findings(draft, tuple(whole.values()), beside))
        for at, draft in whole.items()
    )


def _complete(unknown: Unknown, draft: Draft, screen: Screen) -> bool:
    """Say whether a file has what its kind needs; a named one must have it."""
    if not draft.lacking:
        return True
    words = screen.words
    either = words.say("init.or")
    groups = [either.join(words.say(f"field.{one}") for one in group) for group in draft.lacking]
    blanks = {
        "path": printable(str(unknown.paths[0])),
        "fields": words.say("join.parts").join(groups),
    }
    if unknown.named:
        said = words.say("init.lacking", kind=words.label(draft.kind), **blanks)
        raise ConfigError(said, hint=words.say("init.lacking.hint"))
    screen.warn("init.lacking", kind=words.label(draft.kind), **blanks)
    return False


def _last_word(
    unknown: Unknown,
    at: int,
    drafts: Mapping[int, Draft],
    beside: Sequence[Beside],
    screen: Screen,
) -> Draft:
    """Show a proposal until nothing of it is to be changed."""
    draft, words = drafts[at], screen.words
    while True:
        found = findings(draft, tuple({**drafts, at: draft}.values()), beside)
        screen.show(proposal_blocks(unknown, draft, found, words))
        field = (
            screen.talk.typed(f"\n{words.say('init.ask.change')}", "") if screen.talk.asks else ""
        )
        if not field:
            return draft
        if f"field.{field}" in words.ids:
            draft = change(draft, field, screen.talk, screen.names)
        else:
            known = words.listed(draft.mapped)
            sys.stderr.write(f"{words.say('init.ask.nofield', fields=known)}\n")
