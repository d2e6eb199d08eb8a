"""The examples of every help do what is said: each is run over the sample shop."""

import shlex
from pathlib import Path

import pytest
from conftest import ROOT, Run

from shopmetrics.cli.help.examples import EXAMPLES

SAMPLE = ROOT / "sample_data"
TYPED = [example.typed for examples in EXAMPLES.values() for example in examples]
CONFIG = """\
bands: {refund_rate: {good: 7 %, alarm: 12 %}}
mail: {host: mail.example.com, sender: shop@example.com, to: [boss@example.com]}
"""

ODD = """\
Bestell-Nr.;Artikelnr.;Menge;Gesamtbetrag;Bestellt am;Status
B-1001;TS-1;1;39,90;01.03.2026 09:12;bezahlt
B-1002;TS-1;1;39,90;15.03.2026 10:00;storniert
B-1003;CUP;1;12,00;16.03.2026 21:40;bezahlt
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything that the examples name."""
    made = tmp_path_factory.mktemp("shop")
    exports = made / "exports"
    exports.mkdir()
    for platform in ("douyin", "taobao"):
        (exports / platform).mkdir()
        for file in (SAMPLE / platform).glob("*202607010900.csv"):
            (exports / platform / file.name).write_bytes(file.read_bytes())
    for name, pattern in (("orders.csv", "订单*"), ("refunds.csv", "售后单*")):
        (made / name).write_bytes(next((SAMPLE / "douyin").glob(pattern)).read_bytes())
    (made / "costs.csv").write_text("sku,freight_out,freight_back\nDR-RED-M,4.50,6.00\n")
    order = "3300000000000134826"
    paid = f"order_id,amount,compensated_at\n{order},5.00,2026-05-20 10:00:00\n"
    (made / "compensations.csv").write_text(paid)
    (made / "odd.csv").write_text(ODD, encoding="utf-8")
    (made / "shop.yaml").write_text(CONFIG, encoding="utf-8")
    return made


@pytest.mark.parametrize("typed", TYPED)
def test_example_does_what_is_said(typed: str, run: Run, folder: Path) -> None:
    words = shlex.split(typed)[1:]
    if words[0] == "send" and "--dry-run" not in words:
        words += ["--dry-run", "unsent.eml"]  # nobody is mailed by a test
    if words[0] == "check" and "--last" in words:
        words += ["--as-of", "2026-06-30"]  # the sample shop is of then, and no longer green
    if words[0] == "init":
        words += ["--yes", "--force"]  # nobody answers
    ran = run(*words, cwd=folder)
    assert ran.code in ({0, 1} if words[0] == "check" else {0}), ran.err
    written = [words[at + 1] for at, word in enumerate(words) if word in {"--output", "--dry-run"}]
    assert ran.out or written or "--quiet" in words
    assert all((folder / name).exists() for name in written)
