"""A draft made whole: what the file does not tell by itself is asked, in the order it matters."""

from collections.abc import Sequence

from shopmetrics.cli.init.ask import Talk
from shopmetrics.cli.init.masked import shapes
from shopmetrics.ingest.cells.moment import Days
from shopmetrics.ingest.propose.draft import Draft, drafted, with_column, with_whole, with_word
from shopmetrics.ingest.propose.meanings import CHOICES
from shopmetrics.ingest.propose.synonyms import Synonyms
from shopmetrics.ingest.propose.totals import Whole
from shopmetrics.printable import printable
from shopmetrics.shop import Kind

_KINDS = (Kind.orders, Kind.refunds)
_DAYS = (Days.day_first, Days.month_first)
_WHOLES = (Whole.repeated, Whole.row)


def settle(draft: Draft, talk: Talk, known: Synonyms) -> Draft | None:
    """Return the draft with every open question answered, None where the file is to be left."""
    asked = _kind(draft, talk, known)
    if asked is None:
        return None
    for group in asked.lacking:
        asked = _column(asked, group[0], asked.seen.sample.usable, talk, known)
    for field in asked.open:
        choice = asked.columns[field]
        columns = [at for at in (choice.at, *choice.rivals) if at is not None]
        asked = _column(asked, field, columns, talk, known)
    if asked.lacking:
        return None if talk.asks else asked
    return _whole(_meanings(asked, talk), talk)


def days_of(draft: Draft, talk: Talk) -> str | None:
    """Return how days like 05/01/2024 are meant, None where nobody says."""
    words = talk.words
    question = words.say("init.ask.days", column=printable(_header(draft, draft.ambiguous[0])))
    at = talk.choose(question, [words.say(f"init.days.{one}") for one in _DAYS], None)
    return None if at is None else str(_DAYS[at])


def change(draft: Draft, field: str, talk: Talk, known: Synonyms) -> Draft:
    """Ask for another column of a field, and for what follows from it."""
    asked = _column(draft, field, draft.seen.sample.usable, talk, known)
    return _whole(_meanings(asked, talk), talk)


def column_lines(draft: Draft, columns: Sequence[int]) -> list[str]:
    """Return columns as a person chooses among them: by header, with the shape of their cells."""
    lines = []
    for at in columns:
        sample = shapes(draft.seen.sample.column(at))
        lines.append(f"{printable(draft.header[at])[:40]}  {sample}".rstrip())
    return lines


def _kind(draft: Draft, talk: Talk, known: Synonyms) -> Draft | None:
    if draft.guess.sure:
        return draft
    path = printable(str(draft.seen.sample.path))
    question = talk.words.say("init.ask.kind", path=path)
    options = [talk.words.label(kind) for kind in _KINDS]
    at = talk.choose(question, options, _KINDS.index(draft.kind))
    if at is None:
        return None
    return drafted(draft.seen, known, _KINDS[at]) if _KINDS[at] is not draft.kind else draft


def _column(draft: Draft, field: str, columns: Sequence[int], talk: Talk, known: Synonyms) -> Draft:
    words, path = talk.words, printable(str(draft.seen.sample.path))
    question = words.say("init.ask.column", path=path, field=words.say(f"field.{field}"))
    now = draft.mapped.get(field)
    best = columns.index(now) if now in columns else None
    at = talk.choose(question, column_lines(draft, columns), best)
    if not talk.asks:
        return draft
    return with_column(draft, field, None if at is None else columns[at], known)


def _meanings(draft: Draft, talk: Talk) -> Draft:
    """Ask what each word means that the list of synonyms does not know."""
    for field, words in draft.words.items():
        choices = list(CHOICES[field])
        options = [talk.words.say(f"meaning.{one}") for one in choices]
        for word in [word for word, meaning in words.items() if meaning is None]:
            question = talk.words.say(
                "init.ask.word", word=printable(word), column=printable(_header(draft, field))
            )
            at = talk.choose(question, options, None)
            draft = with_word(draft, field, word, None if at is None else str(choices[at]))
    return draft


def _whole(draft: Draft, talk: Talk) -> Draft:
    if draft.told is None or draft.told.sure or not talk.asks:
        return draft
    question = talk.words.say("init.ask.whole", column=printable(_header(draft, "paid")))
    options = [talk.words.say(f"init.whole.{one}") for one in _WHOLES]
    at = talk.choose(question, options, _WHOLES.index(draft.told.whole))
    return draft if at is None else with_whole(draft, _WHOLES[at])


def _header(draft: Draft, field: str) -> str:
    return draft.header[draft.mapped[field]]
