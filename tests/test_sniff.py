"""The encoding is found from the bytes of the whole file, or the file is refused."""

import codecs
import io
from functools import partial
from pathlib import Path

import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest import chunks, load
from shopmetrics.ingest.delimited import sniff
from shopmetrics.ingest.delimited.lines import Sure
from shopmetrics.ingest.delimited.read import read_rows
from shopmetrics.ingest.delimited.sniff import sniff_encoding

PATH = Path("orders.csv")
CHINESE = "订单编号,商品名称,买家实际支付金额\n1,纯棉宽松T恤,12.00\n2,保温杯,9.50\n"
JAPANESE = "id,name\n1,ソープ表\n2,ティーカップ\n"
WESTERN = "id,name\n1,café\n2,Größe für 5 €\n"


def sniffed(data: bytes, *names: str) -> tuple[str, Sure]:
    return sniff_encoding(io.BytesIO(data), PATH, lambda name: name in names)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"id,name\n1,cup\n", "utf-8"),
        (CHINESE.encode(), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("gbk"), "gb18030"),
        (JAPANESE.encode("cp932"), "cp932"),
        (WESTERN.encode("cp1252"), "cp1252"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + CHINESE.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + CHINESE.encode("utf-32-be"), "utf-32"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
        (CHINESE.encode("utf-32-le"), "utf-32-le"),
        (CHINESE.encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_encoding_is_found(data: bytes, encoding: str) -> None:
    assert sniffed(data) == (encoding, Sure.whole)


def test_known_names_outweigh_the_look_of_the_text() -> None:
    # Traditional characters lie outside of what the look of simplified Chinese is measured by.
    assert sniffed("訂單編號,備註\n".encode("gb18030"), "訂單編號") == ("gb18030", Sure.whole)


def test_one_bad_line_leaves_the_file_utf8() -> None:
    lines = [f"{n},茶杯 café\n".encode() for n in range(20)]
    lines[7] = b"7,\xff\n"
    assert sniffed(b"".join(lines)) == ("utf-8", Sure.none)


def test_bad_line_after_a_mark_is_seen() -> None:
    assert sniffed(codecs.BOM_UTF8 + "a,茶\n".encode() + b"b,\xff\n") == ("utf-8-sig", Sure.none)


def read_in_pieces(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    for name in ("PIECE", "SCANNED"):
        monkeypatch.setattr(sniff, name, size)


def test_bad_line_far_behind_good_text_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 64)
    assert sniffed("茶,杯\n".encode() * 40 + b"x,\xff\n") == ("utf-8", Sure.none)


def test_characters_cut_by_the_buffer_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(16, 24):
        read_in_pieces(monkeypatch, size)
        assert sniffed("a茶é𝄞,杯\n".encode() * 9) == ("utf-8", Sure.whole)


def test_character_cut_by_the_end_of_the_file_is_damage() -> None:
    assert sniffed("茶,杯\n壶,碗\n".encode() + "盘".encode()[:2]) == ("utf-8", Sure.none)


def test_late_chinese_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 1024)
    monkeypatch.setattr(sniff, "SAMPLE", 512)
    data = b"id,name\n" * 500 + "1,纯棉宽松\n".encode("gb18030") * 99
    assert sniffed(data) == ("gb18030", Sure.whole)


def test_two_encodings_in_one_file_are_refused() -> None:
    with pytest.raises(InputError, match="another encoding"):
        sniffed("1,茶杯\n".encode() * 9 + "1,茶杯\n".encode("gb18030") * 9)


def test_two_encodings_far_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 64)
    with pytest.raises(InputError, match="another encoding"):
        sniffed("1,茶杯\n".encode() * 99 + "1,茶杯\n".encode("gb18030") * 99)


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(InputError, match="unknown") as caught:
        sniffed("id,имя\n1,Чашка чая\n2,Заказ\n".encode("koi8-r"))
    assert "UTF-8" in caught.value.hint


def test_bytes_that_no_encoding_holds_are_refused() -> None:
    with pytest.raises(InputError, match="unknown"):
        sniffed(b"id\n\xff\x81\x81\n\xff\x81\xff\x81\n\x81\xff\n")


def test_padding_of_nul_bytes_is_damage() -> None:
    with pytest.raises(InputError, match=r"damaged.*NUL"):
        sniffed(b"id,name\n1,cup\n" + b"\0" * 400)


def test_single_nul_is_left_to_its_line() -> None:
    assert sniffed(b"id,name\n1,c\0up\n2,pot\n3,pot\n") == ("utf-8", Sure.whole)


def test_a_look_at_the_head_alone_is_no_certainty(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 16)
    file = io.BytesIO("id,杯\n".encode() * 9)
    assert sniff_encoding(file, PATH, bool, whole=False) == ("utf-8", Sure.head)
    small = io.BytesIO("id,杯\n".encode())
    assert sniff_encoding(small, PATH, bool, whole=False) == ("utf-8", Sure.whole)


ORDERS = "order_id,customer_id,product,paid,ordered_at\n"
PLAIN = "".join(f"{n},c{n % 7},cup,9.50,2025-01-01 10:00:00\n" for n in range(200))
LATE = "".join(f"{n},c{n % 7},纯棉宽松,9.50,2025-01-02 10:00:00\n" for n in range(200, 400))


def begins_plainly(monkeypatch: pytest.MonkeyPatch, path: Path, rest: bytes) -> Path:
    """Write a file of which only what is plain would be seen at first, in many blocks."""
    read_in_pieces(monkeypatch, 1024)
    monkeypatch.setattr(chunks, "read_rows", partial(read_rows, size=1024))
    path.write_bytes((ORDERS + PLAIN).encode() + rest)
    return path


def test_a_text_that_goes_on_in_another_encoding_is_read_in_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = begins_plainly(monkeypatch, tmp_path / "orders.csv", LATE.encode("gb18030"))
    loaded = load([path])
    assert (loaded.sources[0].encoding, loaded.sources[0].accepted) == ("gb18030", 400)
    assert loaded.shop.orders["product"].unique().sort().to_list() == ["cup", "纯棉宽松"]


def test_a_bad_line_far_behind_the_head_is_rejected_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    late = LATE.encode() + b"400,c1,\xff,9.50,2025-01-02 10:00:00\n"
    loaded = load([begins_plainly(monkeypatch, tmp_path / "orders.csv", late)])
    assert (loaded.sources[0].encoding, loaded.sources[0].accepted) == ("utf-8", 400)
    assert [reject.reason for reject in loaded.rejects] == ["bytes_not_text"]


def test_what_is_wrong_far_behind_the_head_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = begins_plainly(monkeypatch, tmp_path / "orders.csv", b"\0" * 400)
    with pytest.raises(InputError, match="NUL"):
        load([path])
    both = LATE.encode() * 9 + LATE.encode("gb18030") * 9
    with pytest.raises(InputError, match="another encoding"):
        load([begins_plainly(monkeypatch, path, both)])
