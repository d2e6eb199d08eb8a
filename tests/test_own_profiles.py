import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT, Run

from shopmetrics.errors import ConfigError
from shopmetrics.ingest.profiles.own import own_profiles, profile_schema
from shopmetrics.ingest.profiles.profile import Profile
from shopmetrics.ingest.profiles.recognise import known, match
from shopmetrics.ingest.profiles.sense import senseless
from shopmetrics.ingest.profiles.shipped import shipped

MINE = """name: mine
platform: mine
kind: orders
grain: order
signature: [Bestellnr, Wann]
columns:
  order_id: Bestellnr
  ordered_at: Wann
  paid: [Summe, Betrag]
"""
ORDERS = "Bestellnr,Wann,Summe\nA1,2026-03-01 09:00:00,10.00\n"


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as error:
        own_profiles([written(tmp_path, text)])
    return error.value.message


def test_file_of_ones_own_kind_is_read_with_ones_own_profile(run: Run, tmp_path: Path) -> None:
    orders = written(tmp_path, ORDERS, "orders.csv")
    assert run("inspect", str(orders)).code == 3
    ran = run("inspect", str(orders), "--profile", str(written(tmp_path, MINE)))
    assert ran.code == 0
    assert "taken for mine" in ran.out


def test_config_names_a_folder_of_profiles_beside_it(run: Run, tmp_path: Path) -> None:
    orders = written(tmp_path, ORDERS, "orders.csv")
    written(tmp_path / "kinds", MINE)
    config = written(tmp_path, "profiles: kinds\n", "shop.yaml")
    ran = run("report", str(orders), "--config", str(config), "--format", "json")
    assert json.loads(ran.out)["quality"]["sources"][0]["profile"] == "mine"


def test_own_profiles_come_first_and_the_longer_signature_before_the_shorter() -> None:
    plain = next(one for one in shipped() if one.name == "plain_orders")
    short = replace(plain, name="short", signature=(("order_id",),))
    longer = replace(short, name="longer", signature=(("order_id",), ("paid",)))
    among = known([short, longer])
    assert [one.name for one in among.profiles[:2]] == ["longer", "short"]
    found = match(["order_id", "ordered_at"], among)
    assert found is not None
    assert found.name == "short"


@pytest.mark.parametrize("profile", shipped(), ids=lambda one: one.name)
def test_built_in_profiles_make_sense(profile: Profile) -> None:
    assert list(senseless(profile)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: orders", "kind: order", "mine.yaml:3:1: kind: expected 'orders', 'items'"),
        ("platform: mine\n", "", "mine.yaml:1:1: platform: this key is missing"),
        ("grain:", "grian:", "mine.yaml:4:1: grian: unknown key 'grian'; did you mean 'grain'?"),
        ("name: mine", "name: 7", "mine.yaml:1:1: name: expected text; put quotes around it"),
        ("name: mine", "name: plain_orders", "mine.yaml:1:1: name: 'plain_orders' is taken: built"),
        ("name: mine", "name: mine\nfill: paid", "mine.yaml:2:1: fill: expected a list"),
        ("name: mine", "name: mine\nmoney_in_cents: x", ":2:1: money_in_cents: expected true or"),
        ("signature: [Bestellnr, Wann]\n", "", "a signature is missing"),
        ("  paid:", "  payed:", "mine.yaml:9:3: there is no column payed; did you mean paid?"),
        ("  paid:", "  zzzzz:", "there is no column zzzzz; known are address, amount,"),
        ("  ordered_at: Wann\n", "", "a file of orders needs a column ordered_at or paid_at"),
        ("[Summe, Betrag]", "[]", "paid names no header of the file"),
        ("[Summe, Betrag]", "[' ']", "paid names no header of the file"),
        ("  paid:", "  state:", "mine.yaml:9:3: state has words, but states says what none of"),
        ("name: mine", "name: mine\ntimezone: Asia/Nowhere", "mine.yaml:2:1: no such time zone"),
        ("name: mine", "name: mine\nneeds: [[sku]]", "needs sku, which is not among columns"),
        ("name: mine", "name: mine\nfill: [sku]", "mine.yaml:2:8: fills sku, which is not among"),
        ("name: mine", "name: mine\ntotals: blank", "totals is about order_paid, which is not"),
        ("name: mine", "name: mine\nskipped: {mark: x}", "skips rows by mark, which is not among"),
        ("name: mine", "name: mine\nclock: {sku: Uhr}", "sku is no moment; moments are ordered_at"),
        ("name: mine", "name: mine\nclock: {when: Uhr}", "there is no column when; known are"),
        ("name: mine", "name: mine\nsums: {paid: {plus: sku}}", "sku is no money; money is paid,"),
        ("name: mine", "name: mine\nsums: {paid: {plus: total}}", "paid is a sum of columns that"),
        ("name: mine", "name: mine\nstates: {x: done}", "states.x: expected 'unpaid', 'paid'"),
        ("name: mine", "name: ../mine", "mine.yaml:1:1: name: expected letters, digits"),
        ("name: mine", "name: &a mine", "an anchor or alias"),
    ],
)
def test_wrong_profile_says_where_what_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert said in refused(tmp_path, MINE.replace(old, new))


def test_caret_stands_under_the_place_in_a_long_line_with_chinese(tmp_path: Path) -> None:
    before, after = (", ".join(f"{word}{at}: paid" for at in range(20)) for word in ("前", "后"))
    text = f"{MINE}states: {{{before}, 坏: nope, {after}}}\n"
    _, line, caret = refused(tmp_path, text).split("\n")
    assert len(line) < 90
    at = line.index("坏")
    assert caret.index("^") == at + line[:at].count("前")


def test_name_that_stands_twice_is_refused_and_a_file_named_twice_is_one(tmp_path: Path) -> None:
    path = written(tmp_path, MINE)
    assert len(own_profiles([path, path], tmp_path)) == 1
    again = written(tmp_path, MINE, "again.yml")
    with pytest.raises(ConfigError, match=r"'mine' is taken: .*mine\.yaml"):
        own_profiles([path, again])


def test_folder_that_holds_no_profiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder of profiles"):
        own_profiles([], tmp_path / "gone")
    with pytest.raises(ConfigError, match="no profile in it"):
        own_profiles([], tmp_path)
    for at in range(201):
        written(tmp_path, "", f"{at}.yaml")
    with pytest.raises(ConfigError, match="at most 200 are read"):
        own_profiles([], tmp_path)


def test_published_schema_is_that_of_the_model_and_admits_what_is_built_in(*, update: bool) -> None:
    path = ROOT / "configs" / "profile.schema.json"
    made = json.dumps(profile_schema(), indent=1, ensure_ascii=False) + "\n"
    if update:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made
    for file in (ROOT / "src" / "shopmetrics" / "data" / "profiles").iterdir():
        jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), profile_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(MINE.replace("paid:", "payed:")), profile_schema())
