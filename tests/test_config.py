import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from shopmetrics.config import Config
from shopmetrics.configfile import load_config
from shopmetrics.errors import ConfigError
from shopmetrics.yamlfile import read_yaml
from shopmetrics.yamlmodel import schema
from shopmetrics.yamltext import parse

ROOT = Path(__file__).parents[1]
NAMES = [one.name for one in fields(Config)]
SHIPPED = ROOT / "configs" / "shop.yaml"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as error:
        load_config(written(tmp_path, text))
    return f"{error.value.message}\n{error.value.hint}"


def test_built_in_values_are_those_of_the_definition() -> None:
    config = load_config(None)
    assert config.bands.refund_rate is not None
    assert (config.bands.refund_rate.good, config.bands.refund_rate.alarm) == (0.05, 0.10)
    assert (config.min_orders, config.max_rejects, config.top) == (30, 0.05, 3)
    assert config.repurchase.windows == (30, 60, 90)
    assert config.bands.period_rate is None


def test_own_file_is_laid_over_key_by_key(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "bands:\n  refund_rate: {good: 8 %}\ntop: 5\n"))
    assert config.bands.refund_rate is not None
    assert (config.bands.refund_rate.good, config.bands.refund_rate.alarm) == (0.08, 0.10)
    assert config.bands.quality_return_rate is not None
    assert config.top == 5


def test_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "# nothing yet\n")) == load_config(None)


def test_lists_replace(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "repurchase: {windows: [7]}\n"))
    assert config.repurchase.windows == (7,)


def test_shares_are_written_either_way(tmp_path: Path) -> None:
    text = "bands: {refund_rate: {good: 2.5%, alarm: 0.04}}\n"
    band = load_config(written(tmp_path, text)).bands.refund_rate
    assert band is not None
    assert (band.good, band.alarm) == (0.025, 0.04)


def test_zone_and_a_band_where_more_is_better(tmp_path: Path) -> None:
    text = "timezone: Asia/Shanghai\nbands: {period_rate: {good: 20 %, alarm: 10 %}}\n"
    config = load_config(written(tmp_path, text))
    assert config.timezone == "Asia/Shanghai"
    assert config.bands.period_rate is not None


def test_what_is_missing_is_said_at_its_parent(tmp_path: Path) -> None:
    message = refused(tmp_path, "top: 3\nbands:\n  period_rate: {good: 20 %}\n")
    assert "shop.yaml:3:3: bands.period_rate.alarm" in message


def test_yaml_is_1_2_so_that_no_and_times_stay_text(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "shop: NO\n")).shop == "NO"
    assert parse("at: 12:30", "x").value == {"at": "12:30"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "min_ordrs: 3\n",
            "shop.yaml:1:1: min_ordrs: unknown key 'min_ordrs'; did you mean 'min_orders'?",
        ),
        ("zzz: 3\n", "shop.yaml:1:1: zzz: unknown key 'zzz'\n"),
        ("top: many\n", "top: expected a whole number"),
        ("top: 0\n", "top: expected greater than or equal to 1"),
        ("hotspots: {lift: x}\n", "hotspots.lift: expected a number"),
        ("hotspots: 3\n", "hotspots: expected keys under it"),
        (
            "bands:\n  refund_rate: {good: 20 %, alarm: 10 %}\n",
            "shop.yaml:2:3: bands.refund_rate: good (20%) must not be above alarm (10%)",
        ),
        ("bands: {period_rate: {good: 5 %, alarm: 10 %}}\n", "more is better here"),
        ("bands: {refund_rate: {good: 5, alarm: 10}}\n", "5 is more than the whole; write 5%"),
        ("bands: {refund_rate: {good: five %}}\n", "good: expected a number"),
        ("mail: {from: a@example.com}\n", "unknown key 'from'; did you mean 'sender'?"),
        ("mail: {server: example.com}\n", "unknown key 'server'; did you mean 'host'?"),
        ("top: 0\n", f"every key and what it means: {ROOT / 'configs' / 'shop.yaml'}"),
        ("timezone: Asia/Shangai\n", "no such time zone; names look like Asia/Shanghai"),
        ("timezone: qqqqqqq\n", "names look like Asia/Shanghai"),
        ("currency: yuan\n", "currency: "),
        ("language: fr\n", "'en' or 'zh'"),
        ("quality_causes: [size, nonsense]\n", "shop.yaml:1:24: quality_causes.1"),
        (
            "top: 1\ntop: 2\n",
            "shop.yaml:2:1: duplicate key 'top': it stands twice, first on line 1",
        ),
        ("a: &x 1\nb: *x\n", "an anchor or alias"),
        ("a: !!python/object/apply:os.system [x]\n", "shop.yaml:1: a tag"),
        ("a: " + "[" * 50 + "]" * 50 + "\n", "nested more than 20 deep"),
        ("- a\n- b\n", "expected keys"),
        ("top: [\n", "shop.yaml:2:1"),
        ("? [a]\n: b\n", "a key that is a list"),
        ("a: \x07\n", "a character that YAML does not allow"),
        ("mail:\n  password: hunter2\n", "a password does not belong in this file"),
        ("notify:\n  urls: [slack://hunter2]\n", "the address of a chat does not belong in"),
        ("notify: slack://hunter2\n", "the address of a chat does not belong in this file"),
    ],
)
def test_wrong_file_says_where_what_and_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    message = refused(tmp_path, text)
    assert said in message
    assert "shop.yaml" in message
    assert "hunter2" not in message


def test_all_mistakes_are_said_at_once_with_their_lines(tmp_path: Path) -> None:
    message = refused(tmp_path, "top: x\nmin_orders: y\n")
    assert "shop.yaml:1:1: top" in message
    assert "    top: x\n    ^" in message
    assert "shop.yaml:2:1: min_orders" in message


def test_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_config(tmp_path / "gone.yaml")
    big = tmp_path / "big.yaml"
    big.write_text("# " + "x" * 70_000, encoding="utf-8")
    with pytest.raises(ConfigError, match="at most 65536"):
        load_config(big)
    gbk = tmp_path / "gbk.yaml"
    gbk.write_bytes("top: 3\nshop: 示例\n".encode("gbk"))
    with pytest.raises(ConfigError, match=r"gbk\.yaml:2: not UTF-8"):
        load_config(gbk)


def test_published_schema_is_that_of_the_model_and_admits_the_built_in_file(
    *, update: bool
) -> None:
    path = ROOT / "configs" / "shop.schema.json"
    made = json.dumps(schema(Config), indent=1, ensure_ascii=False) + "\n"
    if update:
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made
    jsonschema.validate(read_yaml(SHIPPED).value, schema(Config))


def test_every_key_is_explained_in_the_built_in_file() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert all(f"{name}:" in text for name in NAMES)
