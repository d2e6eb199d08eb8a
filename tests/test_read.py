"""A record is a row with its physical line, or a reject with a reason; cells are unchanged."""

import csv
import io
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopmetrics.errors import ConfigError, InputError
from shopmetrics.ingest.delimited import header, screen, tokens
from shopmetrics.ingest.delimited import opened as opening
from shopmetrics.ingest.delimited.opened import HEAD, Opened, open_table
from shopmetrics.ingest.delimited.read import read_rows

NAMES = ("id", "name", "qty", "paid")
HEADER = "id,name,qty,paid\n"


def known(name: str) -> bool:
    return name.strip() in NAMES or name == "订单编号"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orders.csv"


def opened(path: Path, content: str | bytes) -> Opened:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, known)


def body(
    table: Opened, columns: Sequence[int] = (0, 1, 2, 3), size: int = 2**20
) -> tuple[list[object], list[object]]:
    chunks = list(read_rows(table, columns, size=size))
    for chunk in chunks:
        assert chunk.rows_read == chunk.rows.height + len(chunk.rejects)
        assert chunk.rows.schema["line"] == pl.UInt32
        assert chunk.rows.columns == ["line", *map(str, columns)]
    rejects = [reject for chunk in chunks for reject in chunk.rejects]
    assert all(reject.path == table.path and not reject.column for reject in rejects)
    rows = [row for chunk in chunks for row in chunk.rows.iter_rows()]
    return list(rows), [(reject.line, reject.reason) for reject in rejects]


def read_text(path: Path, content: str | bytes) -> tuple[list[object], list[object]]:
    return body(opened(path, content))


def test_plain_records_come_with_their_lines(path: Path) -> None:
    assert read_text(path, HEADER + "1,cup,2,9.50\n2,pot,,3\n") == (
        [(2, "1", "cup", "2", "9.50"), (3, "2", "pot", None, "3")],
        [],
    )


def test_columns_come_in_the_order_asked(path: Path) -> None:
    table = opened(path, HEADER + '1,"c,up",2,9\n')
    assert body(table, (3, 1)) == ([(2, "9", "c,up")], [])


def test_no_rows_is_no_error(path: Path) -> None:
    assert read_text(path, HEADER) == ([], [])
    assert read_text(path, HEADER.rstrip()) == ([], [])
    assert read_text(path, HEADER + "\n\n") == ([], [])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_by_the_names(path: Path, separator: str) -> None:
    table = opened(path, (HEADER + "1,cup,2,9\n").replace(",", separator))
    assert table.separator == separator
    assert body(table) == ([(2, "1", "cup", "2", "9")], [])


def test_declared_separator_is_honoured(path: Path) -> None:
    table = opened(path, "sep=;\nid;name;qty;paid\n1;a,b;2;9\n")
    assert (table.separator, table.header_line) == (";", 2)
    assert body(table) == ([(3, "1", "a,b", "2", "9")], [])


def test_header_below_notes_is_found(path: Path) -> None:
    table = opened(path, "\ufeffOrder export\n,,,\nShop: one, two\n\n" + HEADER + "1,a,2,9\n")
    assert (table.header_line, table.header, table.encoding) == (5, NAMES, "utf-8-sig")
    assert body(table) == ([(6, "1", "a", "2", "9")], [])


def test_header_names_stand_as_written(path: Path) -> None:
    table = opened(path, '" id ","name",qty,"line\nbreak"\n1,a,2,9\n')
    assert table.header == (" id ", "name", "qty", "line\nbreak")
    assert body(table) == ([(3, "1", "a", "2", "9")], [])


def test_first_line_is_the_header_where_no_name_is_known(path: Path) -> None:
    table = opened(path, "\n;;\nx;y,z;w\n1;2;3\n")
    assert (table.header_line, table.separator, table.header) == (3, ";", ("x", "y,z", "w"))


def test_encoding_can_be_given(path: Path) -> None:
    path.write_bytes((HEADER + "1,é,2,9\n").encode("latin-1"))
    assert body(open_table(path, known, encoding="latin-1"))[0] == [(2, "1", "é", "2", "9")]


@pytest.mark.parametrize(
    ("rows", "rejects"),
    [
        ("1,a,2\n", [(2, "too_few_fields")]),
        ("1,a,2,9,5\n", [(2, "too_many_fields")]),
        ('1,"a",2,9,5\n', [(2, "too_many_fields")]),
        ('1,"a,2,9\n', [(2, "quote_not_closed")]),
        ('1,a,2,"9\n', [(2, "quote_not_closed")]),
        ('1,""a",2,9\n', [(2, "text_after_quote")]),
        ('1,"a\\", b",2,9\n', [(2, "too_many_fields")]),
        ('1,"a"b,2,9\n', [(2, "text_after_quote")]),
        ("1,a\0,2,9\n", [(2, "nul_byte")]),
        (HEADER, [(2, "repeated_header")]),
        ("\ufeff" + HEADER, [(2, "repeated_header")]),
        ('"id","name",qty,paid\n', [(2, "repeated_header")]),
        ("id;name\n1;2\n", [(2, "too_few_fields"), (3, "too_few_fields")]),
    ],
)
def test_malformed_records_are_rejected_alone(path: Path, rows: str, rejects: list[object]) -> None:
    last = 3 + rows.count("\n")
    found = read_text(path, HEADER + rows + "7,b,1,4\n" + '8,"c",1,4\n')
    good = [(last - 1, "7", "b", "1", "4"), (last, "8", "c", "1", "4")]
    assert found == (good, rejects)


def test_unclosed_quote_does_not_swallow_records_up_to_a_stray_one(path: Path) -> None:
    assert read_text(path, HEADER + '1,"a,2,9\n2,b,2,9\n3,c",2,9\n4,d,2,9\n') == (
        [(3, "2", "b", "2", "9"), (4, "3", 'c"', "2", "9"), (5, "4", "d", "2", "9")],
        [(2, "quote_not_closed")],
    )


def test_unclosed_quote_does_not_swallow_the_record_after_it(path: Path) -> None:
    assert read_text(path, HEADER + '1,"a,2,9\n3,c",2,9\n') == (
        [(3, "3", 'c"', "2", "9")],
        [(2, "quote_not_closed")],
    )


def test_stray_quote_in_a_plain_field_is_text(path: Path) -> None:
    assert read_text(path, HEADER + '1,10" pan,2,9\n="0012",x,1,1\n')[0] == [
        (2, "1", '10" pan', "2", "9"),
        (3, '="0012"', "x", "1", "1"),
    ]


def test_line_breaks_in_cells_keep_the_numbering(path: Path) -> None:
    text = HEADER + '1,"two\nlines",2,9\n2,b,2,9\n3,"a ""b""\n\n,c",2,9\n4,x\n'
    assert read_text(path, text) == (
        [
            (2, "1", "two\nlines", "2", "9"),
            (4, "2", "b", "2", "9"),
            (5, "3", 'a "b"\n\n,c', "2", "9"),
        ],
        [(8, "too_few_fields")],
    )


def test_record_over_several_lines_of_wrong_width_is_one_reject(path: Path) -> None:
    assert read_text(path, HEADER + '1,"two\nlines",2,9,5\n2,b,2,9\n') == (
        [(4, "2", "b", "2", "9")],
        [(2, "too_many_fields")],
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends(path: Path, end: str) -> None:
    text = (HEADER + '1,a,2,9\n\n2,"b\nc",2,9\n3,d,2,9').replace("\n", end)
    assert read_text(path, text) == (
        [(2, "1", "a", "2", "9"), (4, "2", "b\nc", "2", "9"), (6, "3", "d", "2", "9")],
        [],
    )


@pytest.mark.parametrize(
    "blank", ["", ",,,", "   ", "\u00a0\u3000,,,", '"","","",""', ",", "\u200b"]
)
def test_blank_lines_are_no_records(path: Path, blank: str) -> None:
    assert read_text(path, f"{HEADER}{blank}\n1,a,2,9\n{blank}\n{blank}\n2,b,2,9\n{blank}\n") == (
        [(3, "1", "a", "2", "9"), (6, "2", "b", "2", "9")],
        [],
    )


@pytest.mark.parametrize("footers", [(), ("record(s) downloaded", "Seller")])
def test_short_lines_below_the_table_are_no_rows_where_they_are_known(
    path: Path, footers: tuple[str, ...]
) -> None:
    table = opened(path, f"{HEADER}1,a,1,1\n\n2,record(s) downloaded,\nSeller ID : x\n9,b\n")
    (chunk,) = read_rows(table, (0,), footers=footers)
    assert chunk.rows["0"].to_list() == ["1"]
    assert [one.line for one in chunk.rejects] == ([6] if footers else [4, 5, 6])


def test_header_with_a_blank_name_too_many(path: Path) -> None:
    table = opened(path, "id,name,qty,paid,\n1,a,2,9\n2,b,2,9\n3,b,2,9,\n")
    assert (table.header, table.fields) == (NAMES, 4)
    assert body(table) == (
        [(2, "1", "a", "2", "9"), (3, "2", "b", "2", "9")],
        [(4, "too_many_fields")],
    )


def test_rows_with_a_separator_too_many(path: Path) -> None:
    table = opened(path, HEADER + '1,a,2,9,\n"2",b,2,9,\n3,b,2,9,x\n"3",b,2,9,x\n4,b,2,9,""\n')
    assert table.fields == 5
    assert body(table) == (
        [(2, "1", "a", "2", "9"), (3, "2", "b", "2", "9"), (6, "4", "b", "2", "9")],
        [(4, "too_many_fields"), (5, "too_many_fields")],
    )


def test_an_early_extra_comma_is_not_taken_for_padding(path: Path) -> None:
    good = "".join(f"{n},a,2,\n" for n in range(5))
    assert read_text(path, HEADER + good + "8,a,b,2,\n")[1] == [(7, "too_many_fields")]


def test_thousands_of_blank_columns(path: Path) -> None:
    padding = "," * 5000
    table = opened(path, f'id,name,qty,paid{padding}\n1,a,2,9{padding}\n2,"b",2,9{padding}\n')
    assert table.header == NAMES
    assert body(table, (3, 0)) == ([(2, "9", "1"), (3, "9", "2")], [])


def test_bad_bytes_reject_their_line_only(path: Path) -> None:
    good = "".join(f"{n},茶,2,9\n" for n in range(20))
    content = (HEADER + good).encode() + b'8,\xff,2,9\n9,"a\n\xff\nb",2,9\n7,x,1,1\n'
    found, rejects = read_text(path, content)
    assert rejects == [(22, "bytes_not_text"), (23, "bytes_not_text")]
    assert found[-1] == (26, "7", "x", "1", "1")
    assert len(found) == 21


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32", "utf-16-le"]
)
def test_encodings_give_the_same_cells(path: Path, encoding: str) -> None:
    table = opened(path, (HEADER + "1,纯棉,2,9\n2,保温杯,2,9\n").encode(encoding))
    assert table.encoding == encoding
    assert table.header == NAMES
    assert body(table)[0] == [(2, "1", "纯棉", "2", "9"), (3, "2", "保温杯", "2", "9")]


def test_bad_bytes_in_an_older_encoding_reject_their_line_only(path: Path) -> None:
    good = "".join(f"{n},纯棉,2,9\n" for n in range(30)).encode("gb18030")
    found, rejects = read_text(path, HEADER.encode() + good + b"8,\xff\xff,2,9\n")
    assert (len(found), rejects) == (30, [(32, "bytes_not_text")])


def test_damaged_wide_text_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="cannot be decoded"):
        opened(path, (HEADER + "1,a,2,9\n").encode("utf-16") + b"\xd8")


def test_damage_behind_the_first_block_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "HEAD", 64)
    table = opened(path, (HEADER + "1,a,2,9\n" * 99).encode("utf-16") + b"\0\xd8a\0")
    with pytest.raises(InputError, match="cannot be decoded"):
        body(table, size=64)


def refused(path: Path, content: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        opened(path, content)
    assert caught.value.message.startswith(str(path))
    assert caught.value.hint
    return caught.value.message


def test_empty_files_are_refused(path: Path) -> None:
    assert "empty" in refused(path, "")
    assert "empty" in refused(path, "\n \n,,\n\u00a0\n")


@pytest.mark.parametrize("content", ["sep=;\n", '"",""\n1,2\n'])
def test_files_without_names_are_refused(path: Path, content: str) -> None:
    assert "no column names" in refused(path, content)


@pytest.mark.parametrize("encoding", ["utf-99", "base64"])
def test_unknown_encodings_are_refused(path: Path, encoding: str) -> None:
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(ConfigError, match=encoding):
        open_table(path, known, encoding=encoding)


def test_bytes_that_turn_bad_after_the_file_was_opened_are_refused(path: Path) -> None:
    table = opened(path, HEADER + "1,a,2,9\n")
    status = path.stat()
    path.write_bytes(HEADER.encode() + b"1,\xff,2,9\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(InputError, match="changed"):
        body(table)


def test_full_width_commas_are_named(path: Path) -> None:
    assert "full-width" in refused(path, HEADER.replace(",", "，") + "1，2，3，4\n")


def test_too_many_names_are_refused(path: Path) -> None:
    assert "2004 named columns" in refused(path, HEADER.rstrip() + ",c" * 2000 + "\n")


def test_an_endless_first_line_is_refused(path: Path) -> None:
    assert "longer than" in refused(path, "x" * (HEAD + 1))


def test_other_formats_are_refused(path: Path) -> None:
    assert "PDF" in refused(path, b"%PDF-1.7")


def test_a_file_that_grows_is_refused(path: Path) -> None:
    table = opened(path, HEADER + "1,a,2,9\n")
    path.write_text(HEADER + "1,a,2,9\n2,b,2,9\n", encoding="utf-8")
    with pytest.raises(InputError, match="changed"):
        body(table)


def test_a_file_that_grows_while_it_is_read_is_refused(path: Path) -> None:
    table = opened(path, HEADER + "1,a,2,9\n")
    chunks = read_rows(table, (0,))
    next(chunks)
    with path.open("a", encoding="utf-8") as file:
        file.write("2,b,2,9\n")
    with pytest.raises(InputError, match="changed"):
        next(chunks)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(HEADER + "1,a,2,9\n",))
    writer.start()
    table = open_table(pipe, known)
    writer.join()
    assert body(table) == ([(2, "1", "a", "2", "9")], [])
    assert body(table) == ([(2, "1", "a", "2", "9")], [])


def test_fields_have_a_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "FIELD_LIMIT", 20)
    monkeypatch.setattr(screen, "FIELD_LIMIT", 20)
    long = "x" * 21
    content = (
        f'{HEADER}1,{long},2,9\n2,"{long}",2,9\n3,"{long},2,9\n4,"ab\n{long}\n5,"{long[1:]}",2,9\n'
    )
    assert read_text(path, content) == (
        [(7, "5", "x" * 20, "2", "9")],
        [
            (2, "field_too_long"),
            (3, "field_too_long"),
            (4, "field_too_long"),
            (5, "quote_not_closed"),
            (6, "field_too_long"),
        ],
    )


def test_a_line_longer_than_a_block_is_rejected(path: Path) -> None:
    table = opened(path, f"{HEADER}1,a,2,9\n2,{'x' * 200},2,9\n3,c,2,9\n4,{'x' * 200}")
    assert body(table, size=64) == (
        [(2, "1", "a", "2", "9"), (4, "3", "c", "2", "9")],
        [(3, "field_too_long"), (5, "field_too_long")],
    )


def test_records_may_cross_blocks(path: Path) -> None:
    text = HEADER + "".join(f'{n},"a\n\nb",2,9\n' for n in range(40)) + '99,"x,1,1\n'
    table = opened(path, text)
    expected = [(2 + 3 * n, str(n), "a\n\nb", "2", "9") for n in range(40)]
    for size in range(40, 60):
        assert body(table, size=size) == (expected, [(122, "quote_not_closed")])


def test_what_polars_refuses_is_read_line_by_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.ComputeError

    table = opened(path, HEADER + "1,a,2,9\n2\n")
    monkeypatch.setattr(pl, "read_csv", refuse)
    assert body(table) == ([(2, "1", "a", "2", "9")], [(3, "too_few_fields")])


def test_what_polars_loses_is_read_line_by_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = opened(path, HEADER + "1,a,2,9\n2\n")

    def lose(*_: object, columns: Sequence[int], **__: object) -> pl.DataFrame:
        return pl.DataFrame({str(column): ["1", "2", "3"] for column in columns})

    monkeypatch.setattr(pl, "read_csv", lose)
    assert body(table) == ([(2, "1", "a", "2", "9")], [(3, "too_few_fields")])


CELL = st.text(
    st.one_of(
        st.sampled_from(list(" \",;|\t\n'=+-.0123456789")),
        st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    ),
    max_size=8,
)
TABLE = st.lists(st.tuples(st.integers(0, 99).map(str), CELL, CELL, CELL), max_size=12)


@settings(
    derandomize=True,
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    table=TABLE,
    separator=st.sampled_from(header.SEPARATORS),
    written=st.tuples(
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"]),
        st.sampled_from(["\n", "\r\n"]),
    ),
    quoted=st.booleans(),
    size=st.sampled_from([97, 256, 8 * 2**20]),
)
def test_what_csv_writes_is_read_back(  # noqa: PLR0913 - each is one thing that may differ
    tmp_path: Path,
    *,
    table: list[tuple[str, ...]],
    separator: str,
    written: tuple[str, str],
    quoted: bool,
    size: int,
) -> None:
    encoding, end = written
    path = tmp_path / "table.csv"
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=separator,
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    )
    writer.writerow(("订单编号", "name", "qty", "paid"))
    expected = []
    for record in table:
        line = text.getvalue().count("\n") + 1
        expected.append((line, *(cell or None for cell in record)))
        writer.writerow(record)
    path.write_bytes(text.getvalue().replace("\n", end).encode(encoding))
    found = open_table(path, known, encoding=encoding)
    assert body(found, size=size) == (expected, [])


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('id,"name,qty,paid', ("id", '"name', "qty", "paid")),
        ('id,""name"",qty,paid', ("id", '"name"', "qty", "paid")),
        ('id,na"me,"q,""ty",paid', ("id", 'na"me', 'q,"ty', "paid")),
        ('id,"na"me,"q,""ty",paid', ("id", '"na"me', 'q,"ty', "paid")),
    ],
)
def test_stray_quote_in_the_header_is_part_of_a_name(
    path: Path, line: str, names: tuple[str, ...]
) -> None:
    table = opened(path, f"{line}\n1,a,2,9\n")
    assert table.header == names
    assert body(table) == ([(2, "1", "a", "2", "9")], [])


def test_quote_after_a_comma_and_spaces_opens_a_field(path: Path) -> None:
    table = opened(path, HEADER + '1,  "a, ""b"", c" , 2, 9\n2, "a" b,2,9\n')
    assert body(table) == (
        [(2, "1", 'a, "b", c', " 2", " 9"), (3, "2", ' "a" b', "2", "9")],
        [],
    )


def test_quotes_in_two_fields_may_have_stood_around_a_separator(path: Path) -> None:
    table = opened(path, HEADER + '1,Frame 10" black,2,9\n2"a,b",2,9\n="3",="a",2,9\n')
    assert body(table) == (
        [(2, "1", 'Frame 10" black', "2", "9"), (4, '="3"', '="a"', "2", "9")],
        [(3, "quotes_in_fields")],
    )


def test_rows_longer_than_the_header_are_marked(path: Path) -> None:
    table = opened(path, "id,name,qty,paid\n1,a,2,9,\n2,b,2,9,\n")
    assert table.longer
    assert len(body(table)[0]) == 2
    assert not opened(path, "id,name,qty,paid,\n1,a,2,9\n").longer


def test_header_longer_than_all_rows_is_read_and_told_by_its_width(path: Path) -> None:
    table = opened(path, "id,,name,qty,paid\n1,a,2,9\n2,b,2,9\n")
    assert (len(table.header), table.fields) == (5, 4)
    assert sum(chunk.rows_read for chunk in read_rows(table, (0, 3))) == 2


def test_sign_that_marks_the_ends_of_lines_may_stand_in_a_cell(path: Path) -> None:
    table = opened(path, HEADER + "1,\x01,2,\n2,b,2,\n")
    assert body(table)[0] == [(2, "1", "\x01", "2", None), (3, "2", "b", "2", None)]
