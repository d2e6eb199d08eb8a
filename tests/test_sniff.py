"""The encoding is found from the bytes of the whole file, or the file is refused."""

import codecs
import io
from pathlib import Path

import pytest

from shopmetrics.errors import InputError
from shopmetrics.ingest.delimited import sniff
from shopmetrics.ingest.delimited.sniff import sniff_encoding

PATH = Path("orders.csv")
CHINESE = "订单编号,商品名称,买家实际支付金额\n1,纯棉宽松T恤,12.00\n2,保温杯,9.50\n"
JAPANESE = "id,name\n1,ソープ表\n2,ティーカップ\n"
WESTERN = "id,name\n1,café\n2,Größe für 5 €\n"


def sniffed(data: bytes, *names: str) -> tuple[str, bool]:
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
    assert sniffed(data) == (encoding, False)


def test_known_names_outweigh_the_look_of_the_text() -> None:
    # Traditional characters lie outside of what the look of simplified Chinese is measured by.
    assert sniffed("訂單編號,備註\n".encode("gb18030"), "訂單編號") == ("gb18030", False)


def test_one_bad_line_leaves_the_file_utf8() -> None:
    lines = [f"{n},茶杯 café\n".encode() for n in range(20)]
    lines[7] = b"7,\xff\n"
    assert sniffed(b"".join(lines)) == ("utf-8", True)


def test_bad_line_after_a_mark_is_seen() -> None:
    assert sniffed(codecs.BOM_UTF8 + "a,茶\n".encode() + b"b,\xff\n") == ("utf-8-sig", True)


def read_in_pieces(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    for name in ("PIECE", "SCANNED"):
        monkeypatch.setattr(sniff, name, size)


def test_bad_line_far_behind_good_text_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 64)
    assert sniffed("茶,杯\n".encode() * 40 + b"x,\xff\n") == ("utf-8", True)


def test_characters_cut_by_the_buffer_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(16, 24):
        read_in_pieces(monkeypatch, size)
        assert sniffed("a茶é𝄞,杯\n".encode() * 9) == ("utf-8", False)


def test_character_cut_by_the_end_of_the_file_is_damage() -> None:
    assert sniffed("茶,杯\n壶,碗\n".encode() + "盘".encode()[:2]) == ("utf-8", True)


def test_late_chinese_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_pieces(monkeypatch, 1024)
    monkeypatch.setattr(sniff, "SAMPLE", 512)
    data = b"id,name\n" * 500 + "1,纯棉宽松\n".encode("gb18030") * 99
    assert sniffed(data) == ("gb18030", False)


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
    assert sniffed(b"id,name\n1,c\0up\n2,pot\n3,pot\n") == ("utf-8", False)
