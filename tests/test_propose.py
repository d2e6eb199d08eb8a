"""What is proposed for exports that no profile fits, in several languages and of several habits."""

from pathlib import Path

import pytest

from shopmetrics.ingest.delimited.opened import open_table
from shopmetrics.ingest.propose.beside import Beside, checks, of_draft
from shopmetrics.ingest.propose.choice import How
from shopmetrics.ingest.propose.draft import (
    Draft,
    drafted,
    with_column,
    with_whole,
    with_word,
)
from shopmetrics.ingest.propose.proposal import findings, propose
from shopmetrics.ingest.propose.sample import Sample, sample
from shopmetrics.ingest.propose.synonyms import forms, is_name, loose, synonyms
from shopmetrics.ingest.propose.totals import Whole
from shopmetrics.ingest.propose.written import Setting, profile_data
from shopmetrics.shop import Kind

KNOWN = synonyms()
GERMAN = """Bestell-Nr.;Pos.;Artikelnr.;Bezeichnung;Menge;Einzelpreis (EUR);Gesamtbetrag;Bestellt am;Kunden-Nr.;Status;Telefon
B-1001;1;TS-1;Hemd;1;39,90;39,90;01.03.2026 09:12;K-7;bezahlt;0171 2345678
B-1001;2;CUP;Tasse;2;12,00;24,00;01.03.2026 09:12;K-7;bezahlt;0171 2345678
B-1002;1;TS-1;Hemd;1;39,90;39,90;15.03.2026 10:00;K-8;storniert;0171 2345679
B-1003;1;CUP;Tasse;1;12,00;12,00;16.03.2026 21:40;K-7;angelegt;0171 2345678
"""
GERMAN_RETURNS = """Vorgang;Bestellung;Retourendatum;Erstattung;Grund;Retourenstatus;Art
R1;B-1001;20.03.2026;12,00;zu klein;erstattet;Retoure
R2;B-1003;21.03.2026;12,00;defekt;in Prüfung;Umtausch
"""
CHINESE = """单号,客户编号,款号,品名,件数,实付金额(元),下单日期,订单状态,收货人
D1001,C1,TS-1,T恤,1,39.90,2026-03-01 09:12:00,已付款,张三
D1002,C2,CUP,杯子,2,24.00,2026-03-02 10:12:00,交易关闭,李四
"""
SPANISH = """Nº de pedido,Fecha del pedido,Total,Cliente,Estado,Producto,Cantidad
P1,2026-03-01 10:00,10.50,ana,Pagado,Taza,1
P2,2026-03-02 10:00,20.50,luz,Enviado,Taza,2
"""
VIETNAMESE = """Mã đơn,Ngày đặt,Tên hàng,SL,Thành tiền,Khách hàng,Trạng thái
V1,2026-03-01 10:00,Cốc,1,100000,Nguyen,Đã giao
V2,2026-03-01 12:00,Cốc,1,100000,Tran,Đã hủy
"""


def read(folder: Path, text: str, name: str = "a.csv") -> Sample:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return sample(open_table(path, lambda header: is_name(header, KNOWN)))


def one(folder: Path, text: str, kind: Kind | None = None) -> Draft:
    return propose([read(folder, text)], [], KNOWN, {} if kind is None else {0: kind})[0]


def headers(draft: Draft) -> dict[str, str]:
    return {field: draft.header[at] for field, at in draft.mapped.items()}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            GERMAN,
            {
                "order_id": "Bestell-Nr.",
                "sku": "Artikelnr.",
                "product": "Bezeichnung",
                "quantity": "Menge",
                "unit_price": "Einzelpreis (EUR)",
                "paid": "Gesamtbetrag",
                "ordered_at": "Bestellt am",
                "customer_id": "Kunden-Nr.",
                "state": "Status",
            },
        ),
        (
            CHINESE,
            {
                "order_id": "单号",
                "customer_id": "客户编号",
                "sku": "款号",
                "product": "品名",
                "quantity": "件数",
                "paid": "实付金额(元)",
                "ordered_at": "下单日期",
                "state": "订单状态",
            },
        ),
        (
            SPANISH,
            {
                "order_id": "Nº de pedido",
                "ordered_at": "Fecha del pedido",
                "paid": "Total",
                "customer_id": "Cliente",
                "state": "Estado",
                "product": "Producto",
                "quantity": "Cantidad",
            },
        ),
        (
            VIETNAMESE,
            {
                "order_id": "Mã đơn",
                "ordered_at": "Ngày đặt",
                "product": "Tên hàng",
                "quantity": "SL",
                "paid": "Thành tiền",
                "customer_id": "Khách hàng",
                "state": "Trạng thái",
            },
        ),
    ],
    ids=["German", "Chinese", "Spanish", "Vietnamese"],
)
def test_orders_are_told_by_their_headers_in_any_language(
    tmp_path: Path, text: str, wanted: dict[str, str]
) -> None:
    draft = one(tmp_path, text)
    assert (draft.kind, draft.guess.sure, draft.lacking, draft.open) == (Kind.orders, True, (), ())
    assert headers(draft) == wanted
    assert {choice.how for choice in draft.columns.values()} == {How.name}


def test_refunds_are_told_by_their_headers_and_by_the_orders_they_name(tmp_path: Path) -> None:
    samples = [read(tmp_path, GERMAN_RETURNS, "r.csv"), read(tmp_path, GERMAN, "o.csv")]
    refunds, orders = propose(samples, [], KNOWN, {})
    assert refunds.kind is Kind.refunds
    assert headers(refunds) == {
        "refund_id": "Vorgang",
        "order_id": "Bestellung",
        "requested_at": "Retourendatum",
        "amount": "Erstattung",
        "reason": "Grund",
        "refund_state": "Retourenstatus",
        "kind": "Art",
    }
    found = findings(refunds, [refunds, orders], [])
    assert found.other is not None
    assert found.other.path == tmp_path / "o.csv"
    assert [(check.rule, check.held, check.of) for check in found.checks] == [
        ("known_orders", 2, 2),
        ("refund_within_paid", 2, 2),
    ]
    assert findings(orders, [refunds, orders], []).checks == ()


def test_column_of_order_ids_is_found_by_what_it_shares_with_the_orders(tmp_path: Path) -> None:
    returns = "Akte,Worum,Grund,Erstattung\n9001,B-1001,klein,1.00\n9002,B-1003,defekt,1.00\n"
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, GERMAN, "o.csv")]
    refunds, _ = propose(samples, [], KNOWN, {})
    assert refunds.columns["order_id"].how is How.ids
    assert headers(refunds)["order_id"] == "Worum"
    assert headers(refunds)["refund_id"] == "Akte"


def test_column_called_order_that_knows_no_order_is_not_it(tmp_path: Path) -> None:
    returns = "Bestellung,Referenz,Grund,Erstattung\nX-1,B-1001,klein,1.00\nX-2,B-1003,x,1.00\n"
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, GERMAN, "o.csv")]
    refunds, _ = propose(samples, [], KNOWN, {})
    assert headers(refunds)["order_id"] == "Referenz"


def test_total_that_repeats_counts_once_against_the_refunds(tmp_path: Path) -> None:
    orders = "order id,total,order date\n" + "".join(
        f"A-10{at},10.00,2026-03-01\n" * 2 for at in range(6)
    )
    returns = "return id,order id,refund amount\nR1,A-101,15.00\n"
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, orders, "o.csv")]
    drafts = propose(samples, [], KNOWN, {})
    assert [check.held for check in findings(drafts[0], drafts, []).checks] == [1, 0]


def test_refunds_without_ids_of_orders_or_amounts_are_held_against_nothing(tmp_path: Path) -> None:
    orders = one(tmp_path, GERMAN)
    other = of_draft(orders)
    assert other is not None
    nameless = one(tmp_path, "return id,reason\nR-1,klein\n", Kind.refunds)
    assert findings(nameless, [nameless, orders], []).checks == ()
    assert list(checks(nameless, other)) == []
    free = one(tmp_path, "return id,order id,reason\nR-1,B-1001,klein\n", Kind.refunds)
    assert [check.rule for check in checks(free, other)] == ["known_orders"]


def test_column_of_currencies_holds_codes(tmp_path: Path) -> None:
    text = "order id,order date,Währung\nA1,2026-03-01,EUR\nA2,2026-03-01,EUR\n"
    assert headers(one(tmp_path, text))["currency"] == "Währung"
    assert "currency" not in one(tmp_path, text.replace("EUR", "Euro")).mapped


def test_only_the_first_rows_of_a_long_file_are_looked_at(tmp_path: Path) -> None:
    rows = "".join(f"A-{at},2026-03-01\n" for at in range(20_010))
    assert read(tmp_path, f"order id,order date\n{rows}").cells.height == 20_000


def test_refund_above_what_was_paid_fails_the_check(tmp_path: Path) -> None:
    returns = GERMAN_RETURNS.replace("R2;B-1003;21.03.2026;12,00", "R2;B-1003;21.03.2026;99,00")
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, GERMAN, "o.csv")]
    drafts = propose(samples, [], KNOWN, {})
    found = findings(drafts[0], drafts, []).checks
    assert [(check.held, check.of) for check in found] == [(2, 2), (1, 2)]


def test_short_numbers_that_two_files_share_prove_nothing(tmp_path: Path) -> None:
    orders = "Bestellnummer,Bestelldatum\n1,2026-03-01\n2,2026-03-02\n"
    returns = "Zeile,Grund,Erstattung\n1,klein,1.00\n2,gross,1.00\n"
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, orders, "o.csv")]
    refunds, _ = propose(samples, [], KNOWN, {})
    assert refunds.seen.shared == {}
    assert refunds.lacking == ()  # its rows have a number of their own
    assert "order_id" not in refunds.mapped


def test_orders_recognised_beside_a_file_lend_their_platform(tmp_path: Path) -> None:
    draft = one(tmp_path, GERMAN)
    own = of_draft(draft)
    assert own is not None
    beside = Beside(None, "shopify", own.orders)
    refunds = propose([read(tmp_path, GERMAN_RETURNS, "r.csv")], [beside], KNOWN, {})[0]
    other = findings(refunds, [refunds], [beside]).other
    assert other is not None
    assert other.platform == "shopify"


def test_words_are_understood_or_left_open(tmp_path: Path) -> None:
    assert one(tmp_path, GERMAN).words["state"] == {
        "bezahlt": "paid",
        "storniert": "closed",
        "angelegt": None,
    }
    assert one(tmp_path, CHINESE).words["state"] == {"已付款": "paid", "交易关闭": "closed"}


def test_word_that_only_holds_a_known_one_means_the_longest(tmp_path: Path) -> None:
    text = (
        "order id,order date,status\nA1,2026-03-01,Order not paid yet\nA2,2026-03-02,Paid by card\n"
    )
    words = one(tmp_path, text).words["state"]
    assert words == {"Order not paid yet": "unpaid", "Paid by card": "paid"}


def test_profile_knows_the_words_that_hold_one_of_its_own_and_mean_something_else(
    tmp_path: Path,
) -> None:
    text = "order id,order date,status\nA1,2026-03-01,Paid\nA2,2026-03-02,Paid\n"
    data = profile_data(one(tmp_path, text), Setting("x", "own"), KNOWN)
    states = data["states"]
    assert isinstance(states, dict)
    assert states["Paid"] == "paid"
    assert states["unpaid"] == "unpaid"


def test_column_of_words_of_which_none_is_understood_is_left_out(tmp_path: Path) -> None:
    text = "order id,order date,status\nA1,2026-03-01,blarg\nA2,2026-03-02,blarg\n"
    data = profile_data(one(tmp_path, text), Setting("x", "own"), KNOWN)
    assert data["columns"] == {"order_id": "order id", "ordered_at": "order date"}
    assert "status" not in data["signature"]  # type: ignore[operator] # a list


@pytest.mark.parametrize(
    ("rows", "whole", "sure"),
    [
        ("A1,30.00\nA1,30.00\nA2,5.00", Whole.repeated, False),
        ("".join(f"A{n},{n}0.00\n" * 2 for n in range(1, 7)), Whole.repeated, True),
        ("A1,30.00\nA1,\nA2,5.00", Whole.blank, True),
        ("A1,30.00\nA1,20.00\nA2,5.00", Whole.row, True),
        ("A1,30.00\nA2,5.00", Whole.row, True),
    ],
)
def test_amount_of_the_row_or_of_the_order_is_told_by_the_rows(
    tmp_path: Path, rows: str, whole: Whole, *, sure: bool
) -> None:
    lines = [f"{row},2026-03-01" for row in rows.strip().split("\n")]
    draft = one(tmp_path, "order id,total,order date\n" + "\n".join(lines) + "\n")
    assert draft.told is not None
    assert (draft.told.whole, draft.told.sure) == (whole, sure)


@pytest.mark.parametrize(
    ("amounts", "whole", "totals"),
    [(("20.00", "20.00"), Whole.row, None), (("40.00", "40.00"), Whole.repeated, "repeated")],
)
def test_price_and_quantity_tell_what_an_amount_is_of(
    tmp_path: Path, amounts: tuple[str, str], whole: Whole, totals: str | None
) -> None:
    rows = "".join(f"A1,{amount},2,10.00,2026-03-01\n" for amount in amounts)
    draft = one(tmp_path, f"order id,total,qty,unit price,order date\n{rows}")
    assert draft.told is not None
    assert (draft.told.whole, draft.told.sure) == (whole, True)
    data = profile_data(draft, Setting("x", "own"), KNOWN)
    assert data.get("totals") == totals
    assert ("order_paid" in data["columns"]) == (totals is not None)  # type: ignore[operator] # a mapping


def test_what_is_unsure_is_left_to_the_files_own_amounts(tmp_path: Path) -> None:
    draft = one(tmp_path, "order id,total,order date\nA1,3.00,2026-03-01\nA1,3.00,2026-03-01\n")
    data = profile_data(draft, Setting("x", "own"), KNOWN)
    assert data["totals"] == "found"
    said = with_whole(draft, Whole.repeated)
    assert profile_data(said, Setting("x", "own"), KNOWN)["totals"] == "repeated"


def test_nothing_is_proposed_for_names_that_look_like_others(tmp_path: Path) -> None:
    text = "order id,order date,shipping fee,discount,phone\nA1,2026-03-01,5.00,1.00,13800138000\n"
    assert set(one(tmp_path, text).mapped) == {"order_id", "ordered_at"}


def test_name_that_holds_a_word_for_something_else_is_not_guessed_at(tmp_path: Path) -> None:
    text = (
        "order id,order date,line-tax,wieviel\nA1,2026-03-01,5.00,1.00\nA2,2026-03-01,6.00,2.00\n"
    )
    assert headers(one(tmp_path, text))["paid"] == "wieviel"


def test_refunds_do_not_take_what_orders_are_called_by(tmp_path: Path) -> None:
    text = (
        "Return ID,Order date,Order amount,Reason,Amount,Status\nR1,2026-03-01,9.00,x,5.00,Closed\n"
    )
    draft = one(tmp_path, text)
    assert headers(draft) == {
        "refund_id": "Return ID",
        "reason": "Reason",
        "amount": "Amount",
        "refund_state": "Status",
    }
    assert draft.words["refund_state"] == {"Closed": None}  # settled, or given up


def test_amounts_below_zero_are_turned_and_still_checked(tmp_path: Path) -> None:
    returns = GERMAN_RETURNS.replace(";12,00;", ";-12,00;")
    samples = [read(tmp_path, returns, "r.csv"), read(tmp_path, GERMAN, "o.csv")]
    drafts = propose(samples, [], KNOWN, {})
    assert [check.held for check in findings(drafts[0], drafts, []).checks] == [2, 2]


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("order id,order date,product\nA1,2026-03-01,x\nA2,2026-03-01,x\n", "order"),
        ("order id,order date,product\nA1,2026-03-01,x\nA1,2026-03-01,y\n", "line"),
        ("order id,order date,sku\nA1,2026-03-01,x\nA2,2026-03-01,y\n", "line"),
    ],
)
def test_row_is_an_order_where_no_order_has_two(tmp_path: Path, text: str, grain: str) -> None:
    assert profile_data(one(tmp_path, text), Setting("x", "own"), KNOWN)["grain"] == grain


def test_years_of_two_digits_leave_the_days_open(tmp_path: Path) -> None:
    draft = one(tmp_path, "order id,order date\nA1,06/13/24\nA2,06/14/24\n")
    assert headers(draft)["ordered_at"] == "order date"
    assert draft.ambiguous == ("ordered_at",)


def test_main_moment_and_money_are_found_by_their_cells_where_no_name_tells(tmp_path: Path) -> None:
    text = "order id,wann,wieviel\nA1,2026-03-01 10:00,5.00\nA2,2026-03-02 11:00,7.50\n"
    draft = one(tmp_path, text)
    assert headers(draft) == {"order_id": "order id", "ordered_at": "wann", "paid": "wieviel"}
    assert draft.columns["paid"].how is How.values
    assert draft.open == ()


def test_two_columns_that_could_be_meant_leave_the_question_open(tmp_path: Path) -> None:
    text = "order id,wann,danach\nA1,2026-03-01 10:00,2026-03-05\nA2,2026-03-02,2026-03-06\n"
    draft = one(tmp_path, text)
    assert draft.open == ("ordered_at",)
    assert draft.columns["ordered_at"].rivals == (2,)
    assert with_column(draft, "ordered_at", 2, KNOWN).open == ()


def test_column_called_a_date_is_taken_before_others(tmp_path: Path) -> None:
    text = "order id,danach,Datum\nA1,2026-03-05,2026-03-01\nA2,2026-03-06,2026-03-02\n"
    assert headers(one(tmp_path, text))["ordered_at"] == "Datum"


def test_similar_name_is_said_to_be_one(tmp_path: Path) -> None:
    text = "My own order number,Orderdate,Totl amount\nA1,2026-03-01,5.00\nA2,2026-03-02,6.00\n"
    draft = one(tmp_path, text)
    assert headers(draft) == {
        "order_id": "My own order number",
        "ordered_at": "Orderdate",
        "paid": "Totl amount",
    }
    assert draft.columns["order_id"].how is How.similar


def test_file_without_what_its_kind_needs_says_what_it_lacks(tmp_path: Path) -> None:
    draft = one(tmp_path, "Farbe,Form\nrot,rund\nblau,eckig\n")
    assert draft.lacking == (("order_id",), ("ordered_at", "paid_at"))
    assert not draft.guess.sure


def test_mere_number_of_a_refund_is_its_own_and_not_its_orders(tmp_path: Path) -> None:
    draft = one(tmp_path, "Nr,Grund,Erstattung\nR-1,klein,1.00\nR-2,defekt,2.00\n")
    assert headers(draft) == {"refund_id": "Nr", "reason": "Grund", "amount": "Erstattung"}
    orders = one(tmp_path, "Nr,Bestelldatum\nB-1,2026-03-01\nB-2,2026-03-01\n")
    assert headers(orders) == {"order_id": "Nr", "ordered_at": "Bestelldatum"}


def test_kind_that_is_said_counts(tmp_path: Path) -> None:
    draft = one(tmp_path, GERMAN, Kind.refunds)
    assert (draft.kind, draft.guess.sure) == (Kind.refunds, True)
    assert drafted(draft.seen, KNOWN).kind is Kind.orders


def test_days_that_cannot_be_told_from_months_are_said(tmp_path: Path) -> None:
    draft = one(tmp_path, "order id,order date\nA1,05/01/2026\nA2,06/01/2026\n")
    assert draft.ambiguous == ("ordered_at",)
    data = profile_data(draft, Setting("x", "own", None, "day_first"), KNOWN)
    assert data["days"] == "day_first"


def test_offset_in_the_times_is_seen(tmp_path: Path) -> None:
    assert one(tmp_path, "order id,order date\nA1,2026-01-05 10:00:00 +0100\n").offset
    assert not one(tmp_path, "order id,order date\nA1,2026-01-05 10:00:00\n").offset


def test_times_of_day_are_taken_where_one_column_alone_has_them(tmp_path: Path) -> None:
    rows = "A1,2026-03-01,9:05 PM,10:00\nA2,2026-03-02,09:05,11:00\n"
    draft = one(tmp_path, f"order id,order date,wann,fertig\n{rows}")
    assert draft.clock is None
    assert one(tmp_path, "order id,order date,wann\nA1,2026-03-01,9:05 PM\n").clock == 2
    timed = one(tmp_path, "order id,order date,wann\nA1,2026-03-01 10:00,9:05 PM\n")
    assert timed.clock is None


def test_answers_change_a_draft(tmp_path: Path) -> None:
    draft = with_word(one(tmp_path, GERMAN), "state", "angelegt", "unpaid")
    assert draft.words["state"]["angelegt"] == "unpaid"
    moved = with_column(draft, "sku", draft.mapped["product"], KNOWN)
    assert headers(moved)["sku"] == "Bezeichnung"
    assert "product" not in moved.mapped
    assert moved.words["state"]["angelegt"] == "unpaid"
    assert "sku" not in with_column(draft, "sku", None, KNOWN).mapped


def test_headers_that_no_profile_can_name_are_passed_over(tmp_path: Path) -> None:
    long = "x" * 201
    found = read(tmp_path, f"order id,order date,paid,paid,,{long}\nA1,2026-03-01,1,2,3,4\n")
    assert found.usable == (0, 1)


def test_signature_tells_a_file_from_another_that_has_all_its_headers(tmp_path: Path) -> None:
    refunds = one(tmp_path, "order id,refund date,extra\nA1,2026-03-01,x\n", Kind.refunds)
    text = "order id,order date,refund date\nA1,2026-03-01,2026-03-01\n"
    orders = one(tmp_path, text, Kind.orders)
    data = profile_data(refunds, Setting("x", "own"), KNOWN, [refunds, orders])
    assert data["signature"] == ["order id", "refund date", "extra"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Bestell-Nr.", "bestell nr"),
        ("orderNumber", "order number"),
        ("订 单 编号", "订单编号"),
        ("Número_de  pedido", "numero de pedido"),
        ("Mã đơn hàng", "ma don hang"),
        ("Ｏｒｄｅｒ　ＩＤ", "order id"),
    ],
)
def test_names_are_compared_without_case_accents_and_signs(written: str, read_as: str) -> None:
    assert loose(written) == read_as


def test_brackets_may_be_left_out() -> None:
    assert forms("实付金额(元)") == ("实付金额元", "实付金额")
    assert forms("(x)") == ("x",)


def test_no_name_stands_under_two_fields_of_one_kind_as_the_surest() -> None:
    for fields in KNOWN.names.values():
        first = [name for names in fields.values() for name, place in names.items() if place == 0]
        assert sorted(first) == sorted(set(first))
