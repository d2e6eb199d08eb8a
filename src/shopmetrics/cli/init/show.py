"""A proposal as blocks: which column is what, by what it was found, and what speaks for it."""

from collections.abc import Iterator

from shopmetrics.cli.init.gather import Unknown
from shopmetrics.cli.init.masked import shapes
from shopmetrics.ingest.propose.choice import How
from shopmetrics.ingest.propose.draft import Draft
from shopmetrics.ingest.propose.proposal import Findings
from shopmetrics.ingest.propose.totals import Whole
from shopmetrics.printable import printable
from shopmetrics.render.blocks import Block, Column, Grid, Line, Text, Title, Tone, line
from shopmetrics.text import Words

# What is not told by its very name is said.
_TOLD = {How.similar: Tone.watch, How.values: Tone.watch, How.ids: Tone.good}


def proposal_blocks(
    unknown: Unknown, draft: Draft, found: Findings, words: Words
) -> Iterator[Block]:
    """Yield what is proposed for one file; cells are shown by their shape alone."""
    paths = words.listed(printable(str(path)) for path in unknown.paths)
    yield Title(words.say("join.named", name=paths, rest=words.label(draft.kind)))
    yield _columns(draft, words)
    yield from _notes(draft, found, words)
    yield from _meanings(draft, words)


def _columns(draft: Draft, words: Words) -> Grid:
    ranks = {"meaning": 1, "column": 0, "shape": 2, "field": 0}
    titles = ("field", "meaning", "column", "shape")
    columns = tuple(Column(words.say(f"init.title.{one}"), rank=ranks[one]) for one in titles)
    return Grid(columns, tuple(_row(draft, field, at, words) for field, at in _sorted(draft)))


def _sorted(draft: Draft) -> list[tuple[str, int]]:
    return sorted(draft.mapped.items(), key=lambda one: one[1])


def _row(draft: Draft, field: str, at: int, words: Words) -> tuple[Text, ...]:
    return (
        Text(field),
        Text(words.say(f"field.{field}"), Tone.quiet),
        Text(printable(draft.header[at])),
        Text(shapes(draft.seen.sample.column(at)), Tone.quiet),
    )


def _meanings(draft: Draft, words: Words) -> Iterator[Line]:
    for field, meanings in draft.words.items():
        known = [
            f"{printable(word)} = {words.say(f'meaning.{meaning}')}"
            for word, meaning in meanings.items()
            if meaning is not None
        ]
        if known:
            yield line(words.say("join.named", name=field, rest=words.listed(known)))
        unknown = [printable(word) for word, meaning in meanings.items() if meaning is None]
        if unknown:
            said = words.say("init.note.words", field=field, words=words.listed(unknown))
            yield line(said, Tone.watch)
            if field == "refund_state":
                yield line(words.say("init.note.undecided"), Tone.watch)


def _notes(draft: Draft, found: Findings, words: Words) -> Iterator[Line]:
    """Yield what a person should know of how this was decided."""
    for field, at in _sorted(draft):
        how = draft.columns[field].how
        if how in _TOLD:
            column = printable(draft.header[at])
            yield line(words.say(f"init.how.{how}", field=field, column=column), _TOLD[how])
    if draft.clock is not None:
        column = printable(draft.header[draft.clock])
        yield line(words.say("init.note.clock", column=column), Tone.watch)
    for check in found.checks:
        said = words.say(
            f"init.check.{check.rule}", held=words.count(check.held), of=words.count(check.of)
        )
        yield line(said, Tone.good if check.held == check.of else Tone.watch)
    if draft.told is not None and draft.told.whole is not Whole.row:
        yield line(
            words.say("init.note.whole", column=printable(draft.header[draft.mapped["paid"]]))
        )
    if not {"paid", "amount"} & draft.mapped.keys():
        yield line(words.say("init.note.no_money"), Tone.watch)
    for field in draft.open:
        rivals = words.listed(printable(draft.header[at]) for at in draft.columns[field].rivals)
        yield line(words.say("init.note.rivals", field=field, columns=rivals), Tone.watch)
