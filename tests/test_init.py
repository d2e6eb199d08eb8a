"""`shopmetrics init` from the command line: what it says, asks, writes, and never prints."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from books import HEADER, ORDER, book, rows
from conftest import Ran, Run

import shopmetrics
from shopmetrics.cli.init.masked import masked
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.propose.meanings import CHOICES
from shopmetrics.ingest.propose.synonyms import KINDS, synonyms
from shopmetrics.text import LANGUAGES, Words
from shopmetrics.yamlfile import read_yaml
from shopmetrics.yamlmodel import valid

ORDERS = """Bestell-Nr.;Pos.;Artikelnr.;Bezeichnung;Menge;Gesamtbetrag;Bestellt am;Kunden-E-Mail;Status;Telefon;Straße
B-1001;1;TS-1;Hemd;1;39,90;01.03.2026 09:12;jana.kanari@example.org;bezahlt;0171 2345678;Kanarigasse 7
B-1001;2;CUP;Tasse;2;24,00;01.03.2026 09:12;jana.kanari@example.org;bezahlt;0171 2345678;Kanarigasse 7
B-1002;1;TS-1;Hemd;1;39,90;15.03.2026 10:00;ole.kanari@example.org;storniert;0171 2345679;Kanarigasse 8
B-1003;1;CUP;Tasse;1;12,00;16.03.2026 21:40;jana.kanari@example.org;angelegt;0171 2345678;Kanarigasse 7
B-1004;1;CUP;Tasse;1;12,00;17.03.2026 21:40;Ümit Kanari;bezahlt;0171 2345677;Kanarigasse 9
"""
RETURNS = """Vorgang;Bestellung;Retourendatum;Erstattung;Grund;Retourenstatus
R1;B-1001;20.03.2026;12,00;zu klein;erstattet
R2;B-1004;25.03.2026;12,00;defekt;in Prüfung
"""
CANARIES = ("kanari", "0171", "2345678", "gasse", "Hemd", "Ümit")


class Terminal(io.StringIO):
    """A keyboard on which the answers are typed already."""

    def isatty(self) -> bool:
        return True


def shop(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def answer(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run init on a terminal on which the given lines are typed."""

    def ran(typed: str, *argv: str, **environment: str) -> Ran:
        monkeypatch.setattr("sys.stdin", Terminal(typed))
        return run("init", *argv, cwd=tmp_path, **environment)

    return ran


def profile(folder: Path, name: str) -> Profile:
    return valid(Profile, read_yaml(folder / "shopmetrics" / "profiles" / f"{name}.yaml").value)


def test_profiles_and_config_are_written_and_a_report_works_with_them(
    run: Run, tmp_path: Path
) -> None:
    shop(tmp_path / "exports", orders=ORDERS, returns=RETURNS)
    ran = run("init", "exports", "--yes", "--timezone", "Europe/Berlin", cwd=tmp_path)
    assert ran.code == 0
    assert "exports/orders.csv: 5 of 5 rows accepted (own_orders)" in ran.out
    assert "exports/returns.csv: 2 of 2 rows accepted (own_refunds)" in ran.out
    assert "Next: shopmetrics report exports --config shopmetrics/shop.yaml" in ran.out
    report = run(
        "report", "exports", "--config", "shopmetrics/shop.yaml", "--format", "json", cwd=tmp_path
    )
    found = json.loads(report.out)
    assert found["quality"]["paid_orders"] == 2
    assert found["timezone"] == "Europe/Berlin"
    assert [one["profile"] for one in found["quality"]["sources"]] == ["own_orders", "own_refunds"]
    assert found["quality"]["joins"][0]["matched"] == 2


def test_profile_that_a_report_turns_away_is_no_success(run: Run, tmp_path: Path) -> None:
    """Returns as negative lines: init shows the command that fails, unless they stand apart."""
    header = "order_id,date,sku,quantity,amount\n"
    sold = [f"{at},2026-03-{at % 28 + 1:02d},mug,1,10.00\n" for at in range(100, 200)]
    back = [f"{at},2026-04-{at % 28 + 1:02d},mug,-1,-10.00\n" for at in range(100, 120)]
    shop(tmp_path, both=header + "".join([*sold, *back]))
    ran = run("init", "both.csv", "--yes", cwd=tmp_path)
    assert ran.code == 3
    assert "both.csv: 100 of 120 rows accepted" in ran.out
    assert "Next: " not in ran.out
    assert "20 of 120 rows cannot be used" in ran.err
    assert "--orders FILE --refunds FILE" in ran.err
    shop(tmp_path, sold=header + "".join(sold), back=header + "".join(back))
    apart = ("--orders", "sold.csv", "--refunds", "back.csv")
    ran = run("init", *apart, "--yes", "--force", cwd=tmp_path)
    assert ran.code == 0
    assert f"Next: shopmetrics report {' '.join(apart)} --config" in ran.out
    typed = ("--config", "shopmetrics/shop.yaml", "--format", "json")
    told = json.loads(run("refund-rate", *apart, *typed, cwd=tmp_path).out)
    assert told["verdicts"][0]["k"] == 20


def test_what_was_found_is_said_and_nobody_is_named(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", orders=ORDERS, returns=RETURNS)
    ran = run("init", "exports", cwd=tmp_path, COLUMNS="120")
    assert "customer_id  customer            Kunden-E-Mail" in ran.out
    assert "xxxx.xxxxxx@xxxxxx…" in ran.out
    assert "refund_id: by what the cells of Vorgang look like: a guess" in ran.out
    assert "state: not understood, left out unless you say what they mean: angelegt" in ran.out
    assert "check: 2 of 2 rows name an order of the order file" in ran.out
    assert "taken for UTC" in ran.out
    assert not [canary for canary in CANARIES if canary.lower() in (ran.out + ran.err).lower()]
    written = "".join(
        path.read_text("utf-8") for path in (tmp_path / "shopmetrics").rglob("*.yaml")
    )
    assert not [canary for canary in CANARIES if canary.lower() in written.lower()]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Jürg Müller-Ä", "xxxx xxxxxx-x"),
        ("张三", "xx"),
        ("+86 138-0013", "+99 999-9999"),
        ("a\x1b[31m\u202e", "xx[99xx"),
        ("x" * 30, f"{'x' * 18}…"),
    ],
)
def test_shape_of_a_cell_names_nobody(text: str, shape: str) -> None:
    assert masked(text) == shape


def test_report_in_chinese_and_at_80_columns(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", orders=ORDERS)
    ran = run("init", "exports", "--language", "zh", cwd=tmp_path)
    assert "订单编号" in ran.out
    assert "5 行中接受了 5 行" in ran.out
    assert all(len(line) <= 80 for line in ran.out.splitlines() if "：" not in line)


def test_recognised_files_are_left_alone(run: Run, tmp_path: Path) -> None:
    shop(
        tmp_path / "exports", plain="order_id,ordered_at,paid\nA1,2026-03-01,1.00\n", text="hello\n"
    )
    ran = run("init", "exports", cwd=tmp_path)
    assert ran.code == 0
    assert "exports/plain.csv: recognised already (plain_orders); left alone" in ran.out
    only = shop(tmp_path / "known", plain="order_id,ordered_at,paid\nA1,2026-03-01,1.00\n")
    ran = run("init", str(only), cwd=tmp_path)
    assert "Every file is recognised already. Next: shopmetrics report" in ran.out
    assert not (tmp_path / "shopmetrics").exists()


def test_refunds_of_recognised_orders_take_their_platform(run: Run, tmp_path: Path) -> None:
    plain = "order_id,ordered_at,paid\nB-1001,2026-03-01,20.00\nB-1004,2026-03-02,20.00\n"
    shop(tmp_path / "exports", orders=plain, returns=RETURNS)
    ran = run("init", "exports", cwd=tmp_path)
    assert "check: 2 of 2 orders got back no more than was paid" in ran.out
    assert profile(tmp_path, "own_refunds").platform == "plain"


def test_refund_whose_state_is_not_understood_is_said_to_count_for_nothing(
    run: Run, tmp_path: Path
) -> None:
    shop(tmp_path, returns=RETURNS.replace("erstattet", "Phase 3"))
    ran = run("init", "returns.csv", cwd=tmp_path)
    assert "not understood, left out unless you say what they mean: Phase 3" in ran.out
    assert "count as not decided yet: as no refund" in ran.out


def test_words_of_which_none_is_understood_are_said_once_and_given_no_meaning(
    run: Run, tmp_path: Path
) -> None:
    shop(tmp_path, returns=RETURNS.replace("erstattet", "Phase 3").replace("in Prüfung", "Phase 2"))
    ran = run("init", "returns.csv", cwd=tmp_path)
    said = [text for text in ran.out.splitlines() if text.startswith("refund_state:")]
    assert len(said) == 1
    assert said[0].startswith("refund_state: not understood")


def test_what_is_no_table_in_a_folder_is_passed_over(run: Run, tmp_path: Path) -> None:
    folder = shop(tmp_path / "exports", orders=ORDERS, empty="")
    os.mkfifo(folder / "pipe.csv")
    with ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\0")
    ran = run("init", "exports", "--yes", cwd=tmp_path)
    assert ran.code == 0
    assert ran.out.count("passed over") == 3


def test_orders_that_cannot_be_loaded_are_no_hindrance(run: Run, tmp_path: Path) -> None:
    both = "order_id,ordered_at,paid,currency\nA1,2026-03-01,1.00,EUR\nA2,2026-03-01,1.00,USD\n"
    shop(tmp_path / "exports", both=both, returns=RETURNS)
    ran = run("init", "exports", "--yes", cwd=tmp_path)
    assert ran.code == 3  # the trial says what is wrong with them together
    assert profile(tmp_path, "own_refunds").platform == "own"


def test_sheets_of_a_workbook_are_proposed_for(run: Run, tmp_path: Path) -> None:
    sheets = {
        "Bestellungen": rows(
            ("Bestellnummer", "Bestelldatum", "Betrag"), ("A-1001", "2026-03-01 10:00:00", "12.50")
        ),
        "Orders": rows(HEADER, ORDER),
    }
    (tmp_path / "book.xlsx").write_bytes(book(sheets))
    ran = run("init", "book.xlsx", "--yes", cwd=tmp_path)
    assert "1 of 1 row accepted (own_orders)" in ran.out
    assert "recognised already (plain_orders)" in ran.out


def test_picture_in_an_archive_hides_no_export_beside_it(run: Run, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(99))
        archive.writestr("b.csv", "Bestellnummer;Bestelldatum\nA-1001;2026-03-01 10:00:00\n")
    ran = run("init", ".", "--yes", cwd=tmp_path)
    assert "passed over: exports.zip" in " ".join(ran.out.split())
    assert "1 of 1 row accepted (own_orders)" in ran.out


def test_hidden_sheet_of_a_workbook_is_passed_over_with_a_word(run: Run, tmp_path: Path) -> None:
    shown = rows(("Bestellnummer", "Bestelldatum"), ("A-1001", "2026-03-01 10:00:00"))
    hidden = rows(("Bestellnummer", "Bestelldatum"), ("A-1002", "2026-03-02 10:00:00"))
    file = tmp_path / "book.xlsx"
    file.write_bytes(book({"Now": shown, "Old": hidden}, hidden=["Old"]))
    ran = run("init", "book.xlsx", "--yes", cwd=tmp_path)
    assert "passed over: book.xlsx: the sheet Old is hidden" in " ".join(ran.out.split())
    assert "1 of 1 row accepted (own_orders)" in ran.out


def test_time_of_day_in_a_column_of_its_own_belongs_to_the_day(run: Run, tmp_path: Path) -> None:
    text = "Bestellnummer;Bestelldatum;Uhrzeit\nA-1001;01.03.2026;09:15\nA-1002;15.03.2026;21:40\n"
    shop(tmp_path, orders=text)
    ran = run("init", "orders.csv", "--timezone", "UTC", cwd=tmp_path)
    assert "ordered_at: its time of day by what the cells of Uhrzeit look like" in ran.out
    out = run("inspect", "orders.csv", "--config", "shopmetrics/shop.yaml", cwd=tmp_path).out
    assert "2026-03-01 09:15 to 2026-03-15 21:40" in out


def test_files_of_one_header_get_one_profile(run: Run, tmp_path: Path) -> None:
    later = ORDERS.replace("B-100", "B-200")
    shop(tmp_path / "exports", march=ORDERS, april=later)
    ran = run("init", "exports", cwd=tmp_path)
    assert ran.out.count("rows accepted (own_orders)") == 2
    assert len(list((tmp_path / "shopmetrics" / "profiles").iterdir())) == 1


def test_second_run_adds_to_the_first_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", orders=ORDERS)
    run("init", "exports", cwd=tmp_path)
    config = tmp_path / "shopmetrics" / "shop.yaml"
    config.write_text(config.read_text(encoding="utf-8") + "top: 7\n", encoding="utf-8")
    spanish = "Nº de pedido,Fecha del pedido,Total\nP-01,2026-03-01,1.50\n"
    shop(tmp_path / "exports", other=spanish)
    ran = run("init", "exports", cwd=tmp_path)
    assert ran.code == 0
    assert "exports/orders.csv: recognised already (own_orders)" in ran.out
    assert "exports/other.csv: 1 of 1 row accepted (own_orders_2)" in ran.out
    assert "top: 7" in config.read_text(encoding="utf-8")


def test_another_config_in_the_folder_is_not_overwritten_unless_forced(
    run: Run, tmp_path: Path
) -> None:
    shop(tmp_path / "exports", orders=ORDERS)
    folder = tmp_path / "shopmetrics"
    folder.mkdir()
    (folder / "shop.yaml").write_text("top: 7\n", encoding="utf-8")
    ran = run("init", "exports", cwd=tmp_path)
    assert ran.code == 4
    assert "shop.yaml is there already" in ran.err
    assert (folder / "shop.yaml").read_text(encoding="utf-8") == "top: 7\n"
    assert run("init", "exports", "--force", cwd=tmp_path).code == 0
    assert "profiles: profiles" in (folder / "shop.yaml").read_text(encoding="utf-8")
    assert run("init", "exports", "--force", cwd=tmp_path).code == 0


def test_profile_without_a_config_is_not_overwritten_either(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", orders=ORDERS)
    run("init", "exports", cwd=tmp_path)
    (tmp_path / "shopmetrics" / "shop.yaml").unlink()
    ran = run("init", "exports", cwd=tmp_path)
    assert ran.code == 4
    assert "own_orders.yaml is there already" in ran.err


def test_folder_that_cannot_be_made_is_said(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", orders=ORDERS)
    (tmp_path / "taken").write_text("", encoding="utf-8")
    ran = run("init", "exports", "--output", "taken", cwd=tmp_path)
    assert ran.code == 4
    assert "cannot be made" in ran.err


def test_nothing_named_is_an_error(run: Run) -> None:
    assert run("init").code == 3
    assert run("init", "no-such-file.csv").code == 3


def test_named_file_that_lacks_what_is_needed_ends_in_an_error(run: Run, tmp_path: Path) -> None:
    shop(tmp_path, colours="Farbe,Form\nrot,rund\nblau,eckig\n")
    ran = run("init", "colours.csv", "--yes", cwd=tmp_path)
    assert ran.code == 2
    assert "order id; time of the order or time of payment" in ran.err
    assert not (tmp_path / "shopmetrics").exists()


def test_file_of_a_folder_that_lacks_what_is_needed_is_left_alone(run: Run, tmp_path: Path) -> None:
    shop(tmp_path / "exports", colours="Farbe,Form\nrot,rund\nblau,eckig\n")
    ran = run("init", "exports", "--yes", cwd=tmp_path)
    assert ran.code == 3
    assert "no column can be told to be" in ran.out
    assert "nothing was written" in ran.out


def test_days_that_cannot_be_told_are_an_error_until_they_are_said(
    run: Run, tmp_path: Path
) -> None:
    shop(tmp_path, days="Bestellnummer,Bestelldatum\nA-1001,05/01/2026\nA-1002,06/01/2026\n")
    ran = run("init", "days.csv", cwd=tmp_path)
    assert ran.code == 2
    assert "--days day_first" in ran.err
    assert run("init", "days.csv", "--days", "day_first", cwd=tmp_path).code == 0
    assert str(profile(tmp_path, "own_orders").days) == "day_first"


def test_words_that_are_not_understood_are_asked_for(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders=ORDERS)
    ran = answer("1\nEurope/Berlin\n\n", "orders.csv")
    assert "What does angelegt in Status mean?" in ran.err
    # The order is: the word, then the last word on the columns, then the zone.
    ran = answer("1\n\nEurope/Berlin\n", "orders.csv", "--force")
    assert ran.code == 0
    assert str(profile(tmp_path, "own_orders").states["angelegt"]) == "unpaid"
    assert "timezone: Europe/Berlin" in (tmp_path / "shopmetrics/shop.yaml").read_text("utf-8")


def test_word_that_means_nothing_is_known_to(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders=ORDERS)
    assert answer("0\n\n\n", "orders.csv").code == 0
    assert "angelegt" not in profile(tmp_path, "own_orders").states


def test_column_that_is_needed_is_asked_for_and_wrong_answers_are_asked_again(
    answer: Run, tmp_path: Path
) -> None:
    shop(tmp_path, orders="Ticket;Auftrag am;Betrag\nT-1001;2026-03-01 09:00;5,00\n")
    ran = answer("1\n9\nx\n1\n\nMars\nEurope/Berlin\n", "orders.csv")
    assert "orders.csv: which column is the order id?" in ran.err
    assert "a number from 0 to 3, please" in ran.err
    assert "no such time zone" in ran.err
    assert ran.code == 0
    assert profile(tmp_path, "own_orders").columns["order_id"] == ("Ticket",)


def test_file_whose_needed_column_is_not_there_is_left(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders="Ticket;Auftrag am;Betrag\nT-1001;2026-03-01 09:00;5,00\n")
    ran = answer("0\n", "orders.csv")
    assert "nothing was written" in ran.out


@pytest.mark.parametrize(("typed", "kind"), [("2\n\n\n", "refunds"), ("0\n", None)])
def test_kind_that_is_unsure_is_asked_for(
    answer: Run, tmp_path: Path, typed: str, kind: str | None
) -> None:
    shop(tmp_path, odd="Ticket;Wert\nT-1001;5,00\n")
    ran = answer(typed, "odd.csv")
    assert "odd.csv: what does it hold?" in ran.err
    assert (tmp_path / "shopmetrics").exists() == (kind is not None)


def test_columns_can_be_corrected_before_anything_is_written(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders=ORDERS)
    ran = answer("1\nnonsense\nsku\n4\n\n\n", "orders.csv")
    assert "no such field; here are" in ran.err
    assert ran.code == 0
    assert profile(tmp_path, "own_orders").columns["sku"] == ("Bezeichnung",)


def test_what_an_amount_is_of_is_asked_where_the_rows_do_not_tell(
    answer: Run, tmp_path: Path
) -> None:
    text = "order nr,order date,total\nA-1001,2026-03-01,5.00\nA-1001,2026-03-01,5.00\n"
    shop(tmp_path, orders=text)
    ran = answer("1\n\n\n", "orders.csv")
    assert "total: an amount of what?" in ran.err
    assert "total is taken for the amount of the whole order" in ran.out
    assert str(profile(tmp_path, "own_orders").totals) == "repeated"
    assert answer("0\n\n\n", "orders.csv", "--force").code == 0
    assert str(profile(tmp_path, "own_orders").totals) == "found"


def test_days_are_asked_for(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, days="Bestellnummer,Bestelldatum\nA-1001,05/01/2026\nA-1002,06/01/2026\n")
    assert answer("\n2\n\n", "days.csv").code == 0
    assert str(profile(tmp_path, "own_orders").days) == "month_first"


def test_column_with_rivals_is_asked_for(answer: Run, tmp_path: Path) -> None:
    text = (
        "order nr,wann,danach\nA-1001,2026-03-01 10:00,2026-03-05\nA-1002,2026-03-02,2026-03-06\n"
    )
    shop(tmp_path, orders=text)
    assert answer("1\n2\n\n\n", "orders.csv").code == 0
    assert profile(tmp_path, "own_orders").columns["ordered_at"] == ("danach",)


def test_rivals_are_said_where_nobody_is_asked(run: Run, tmp_path: Path) -> None:
    text = (
        "order nr,wann,danach\nA-1001,2026-03-01 10:00,2026-03-05\nA-1002,2026-03-02,2026-03-06\n"
    )
    shop(tmp_path, orders=text)
    ran = run("init", "orders.csv", "--yes", cwd=tmp_path)
    assert "ordered_at may also be: danach" in ran.out


def test_end_of_the_input_writes_nothing(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders=ORDERS)
    ran = answer("", "orders.csv")
    assert ran.code == 2
    assert "nothing was written" in ran.err
    assert not (tmp_path / "shopmetrics").exists()


def test_files_in_an_archive_are_proposed_for_and_tried(run: Run, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "exports.zip", "w") as archive:
        archive.writestr("orders.csv", ORDERS)
        archive.writestr("returns.csv", RETURNS)
        archive.writestr("plain.csv", "order_id,ordered_at,paid\nA1,2026-03-01,1.00\n")
    ran = run("init", "exports.zip", "--yes", cwd=tmp_path)
    assert "5 of 5 rows accepted (own_orders)" in ran.out
    assert "2 of 2 rows accepted (own_refunds)" in ran.out


def test_rows_that_are_rejected_are_said(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"A-{at},2026-03-01,1.00\n" for at in range(1000, 1020))
    shop(tmp_path, orders=f"order nr,order date,total\n{rows}A-2000,soon,1.00\n")
    ran = run("init", "orders.csv", cwd=tmp_path)
    assert "20 of 21 rows accepted" in ran.out
    assert "orders.csv: line 22, order date:" in ran.out


def test_zone_is_suggested_by_the_letters(answer: Run, tmp_path: Path) -> None:
    shop(tmp_path, orders="单号,下单日期,实付金额(元)\nD-1001,2026-03-01 09:00,5.00\n")
    ran = answer("\n\n", "orders.csv")
    assert "[Asia/Shanghai]" in ran.err
    assert profile(tmp_path, "own_orders").timezone == "Asia/Shanghai"


HOSTILE = [
    "<script>alert(1)</script>",
    "[red]order[/red]",
    "=HYPERLINK(0)",
    "@SUM(1)",
    "a\x1b[2Jb",
    "x\u202ey",
    "0o17",
    "12:30",
    "NO",
    "~",
    "{a: b}",
    "- c",
    "# d",
    "& e",
    "'f",
    "z" * 10_000,
]


def test_hostile_headers_are_text_and_the_profile_still_works(run: Run, tmp_path: Path) -> None:
    names = ["Bestellnummer", "Bestelldatum", *HOSTILE]
    cells = ["A-1001", "2026-03-01", *("1" for _ in HOSTILE)]
    shop(tmp_path, orders="\t".join(names) + "\n" + "\t".join(cells) + "\n")
    ran = run("init", "orders.csv", "--timezone", "UTC", cwd=tmp_path)
    assert (ran.code, "1 of 1 row accepted" in ran.out) == (0, True)
    assert "\x1b" not in ran.out + ran.err
    assert "z" * 300 not in ran.out


@pytest.mark.parametrize("name", [one for one in HOSTILE if len(one) < 200])
def test_hostile_header_can_be_the_column_of_orders(answer: Run, tmp_path: Path, name: str) -> None:
    shop(tmp_path, orders=f"{name}\tBestelldatum\nA-1001\t2026-03-01\n")
    ran = (
        answer("1\n1\n\n\n", "orders.csv")
        if "order" not in name
        else answer("1\n\n\n", "orders.csv")
    )
    assert "1 of 1 row accepted" in ran.out, ran
    assert "\x1b" not in ran.out


def test_every_field_and_meaning_has_words() -> None:
    for language in LANGUAGES:
        ids = Words(language).ids
        assert {f"field.{field}" for kind in KINDS for field in synonyms().names[kind]} <= ids
        assert {f"meaning.{one}" for choices in CHOICES.values() for one in choices} <= ids


def test_real_terminal_is_asked(tmp_path: Path) -> None:
    shop(tmp_path, orders=ORDERS)
    master, slave = pty.openpty()
    argv = [sys.executable, "-m", "shopmetrics", "init", "orders.csv"]
    source = str(Path(shopmetrics.__file__).parents[1])
    environment = {
        **os.environ,
        "PYTHONPATH": source,
        "LANG": "en_US.UTF-8",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    running = subprocess.Popen(
        argv, stdin=slave, stdout=slave, stderr=slave, cwd=tmp_path, env=environment
    )
    os.close(slave)
    os.write(master, b"1\n\nEurope/Berlin\n")
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        said += piece
    os.close(master)
    assert running.wait(timeout=60) == 0, said.decode()
    assert re.search(r"5 of 5 rows accepted", said.decode())


@pytest.mark.parametrize(("drop", "said"), [("Gesamtbetrag", True), ("Menge", False)])
def test_without_a_column_of_amounts_there_is_no_money_and_it_is_said(
    run: Run,
    tmp_path: Path,
    drop: str,
    said: bool,  # noqa: FBT001 a table
) -> None:
    cells = [line.split(";") for line in ORDERS.splitlines()]
    at = cells[0].index(drop)
    shop(
        tmp_path / "exports",
        orders="\n".join(";".join(c for i, c in enumerate(r) if i != at) for r in cells),
    )
    ran = run("init", "exports", "--yes", "--timezone", "Europe/Berlin", cwd=tmp_path)
    assert ("no column of amounts is known" in ran.out) is said
