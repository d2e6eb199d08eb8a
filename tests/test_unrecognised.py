"""What is said of a header that no profile fits."""

from pathlib import Path

import pytest
from conftest import Run

from shopmetrics.errors import InputError
from shopmetrics.ingest import load
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.shop import Kind
from shopmetrics.yamlmodel import valid


def refused(folder: Path, text: str, kind: Kind | None = None) -> InputError:
    path = folder / "a b.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load([path], forced={} if kind is None else {path: kind})
    return error.value


def test_nearest_profile_and_what_it_lacks_are_named_with_the_next_step(tmp_path: Path) -> None:
    error = refused(tmp_path, "order_id,orderd_at,paid\nA1,2026-03-01,1.00\n")
    assert "a b.csv:1: not recognised: nearest is plain_orders" in error.message
    assert "also needs the column ordered_at; found order_id, orderd_at, paid" in error.message
    assert error.hint.startswith("'orderd_at' looks like ordered_at. ")
    assert error.hint.endswith(f"shopmetrics init '{tmp_path}/a b.csv'")


def test_headers_in_other_languages_are_understood_in_the_hint_alone(tmp_path: Path) -> None:
    error = refused(tmp_path, "Número de pedido,Cantidad,Cuándo\nP1,1,2026-03-01\n")
    assert "'Número de pedido' looks like order_id, 'Cantidad' looks like quantity" in error.hint


def test_kind_that_was_said_is_kept_in_the_next_step(tmp_path: Path) -> None:
    error = refused(tmp_path, "order_id,ordered_at,Betrag\nA1,2026-03-01,1.00\n", Kind.refunds)
    assert "not recognised as refunds: nearest is plain_refunds" in error.message
    assert "needs the column requested_at and refund_id" in error.message
    assert "'Betrag' looks like amount" in error.hint
    assert "shopmetrics init --refunds " in error.hint


def test_nothing_that_sounds_alike_leaves_the_next_step(tmp_path: Path) -> None:
    error = refused(tmp_path, "Farbe,Form\nrot,rund\n")
    assert error.hint.startswith("Rename the columns, or have a profile proposed")


def test_hostile_headers_are_quoted_short_and_harmless(tmp_path: Path) -> None:
    error = refused(tmp_path, f'{"z" * 10_000},"a\nb",x\x1b[2Jy\n1,2,3\n')
    assert len(error.message) < 1_000
    assert "a\\x0ab, x\\x1b[2Jy" in error.message
    many = ",".join(f"c{at}" for at in range(20))
    assert "c11 …" in refused(tmp_path, f"{many}\n{many}\n").message


def test_column_that_a_profile_rules_out_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr,wann,storno\n1,2026-03-01,x\n", encoding="utf-8")
    own = valid(
        Profile,
        {
            "name": "own",
            "platform": "own",
            "kind": "orders",
            "grain": "order",
            "signature": ["nr", "wann"],
            "without": ["storno"],
            "columns": {"order_id": "nr", "ordered_at": "wann"},
        },
    )
    with pytest.raises(InputError, match="nearest is own, which may not have the column storno"):
        load([path], profiles=[own])


def test_page_without_orders_begins_with_what_to_do_about_the_file(
    run: Run, tmp_path: Path
) -> None:
    """The file of orders is passed over in a folder: a page of nothing must say so at once."""
    (tmp_path / "orders.csv").write_text("order_id,date,amount\nA1,2026-03-01,1.00\n", "utf-8")
    refunds = "refund_id,order_id,requested_at,amount,reason,state\nR1,A1,2026-03-02,1.00,x,done\n"
    (tmp_path / "refunds.csv").write_text(refunds, "utf-8")
    first = " ".join(run("report", str(tmp_path)).out.split("\n\n")[0].split())
    assert "No orders loaded · data to 2026-03-02 00:00 1 file was not read" in first
    assert "shopmetrics init" in first
    check = run("check", str(tmp_path), "--language", "zh")
    assert (check.code, "没有可以评级的内容：没有载入订单" in check.err) == (3, True)
