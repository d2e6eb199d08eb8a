"""The weekly summary to chats, through real HTTP servers: once, whole, and no word of a token."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Ran, Run
from hookserver import Hook, hook_server
from mailserver import PASSWORD, mail_server
from test_send import config

from shopmetrics.deliver import chat, smtp
from shopmetrics.errors import ConfigError
from shopmetrics.text import Words

# apprise loads a module that Python 3.13 no longer has; on older ones that warns.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"  # noqa: S105 of nobody
PAUSES = {"pauses": (0.0, 0.0), "sleep": float}
Moved = Callable[[Hook, str], tuple[str, list[Any]]]
FIRST = re.compile(r"[●▲×] Refund rate 4\.0% .+; the period before: 7\.3% \(14 of 192\)")
DONE = '{"errcode": 0, "code": 0}'


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for send in (chat.send, smtp.send):
        monkeypatch.setattr(send, "__kwdefaults__", PAUSES)


def url(hook: Hook, more: str = "") -> str:
    return f"json://localhost:{hook.port}/hooks/{TOKEN}{more}"


def posted(run: Run, folder: Path, urls: str, *more: str, **environment: str) -> Ran:
    state = ("--state", str(folder / "state"))
    given = {"SHOPMETRICS_NOTIFY_URLS": urls} if urls else {}
    ran = run("send", "sample_data/", *state, *more, **given, **environment)
    assert TOKEN not in ran.err + ran.out
    ledger = folder / "state" / "sent.ndjson"
    assert not ledger.is_file() or TOKEN not in ledger.read_text(encoding="utf-8")
    return ran


def test_program_gets_the_summary_in_a_few_lines(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        ran = posted(run, tmp_path, url(hook))
        assert (ran.code, ran.err.splitlines()[-1]) == (0, "sent to json #1")
        (body,) = hook.bodies
    assert hook.paths == [f"/hooks/{TOKEN}"]
    assert body["title"] == "Report of 2026-W26"
    assert FIRST.fullmatch(body["message"].splitlines()[0])


def test_language_is_that_of_the_report(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        posted(run, tmp_path, url(hook), "--language", "zh")
        assert hook.bodies[0]["title"] == "2026 年第 26 周经营摘要"
        assert "上一期：7.3%" in hook.bodies[0]["message"]


def test_findings_are_a_line_each_with_their_money(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        posted(run, tmp_path, url(hook), "--period", "2026-06")
        (body,) = hook.bodies
    said = body["message"].splitlines()
    marks = "".join(line[0] for line in said[:-1])
    assert re.fullmatch("[●▲×?]+1234?5?", marks)
    assert said[-1] == Words("en").say("todo.overlap")
    assert (body["type"] == "failure") == ("×" in marks)
    (dress,) = (line for line in said if "DR-RED-M 真丝印花连衣裙 comes back 4.8 times" in line)
    assert dress.endswith(" – CN¥6,819.78 a month above normal")


def test_nobody_is_called_by_a_name_and_none_is_too_long(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(f'shop: "<at user_id=all>\\n{"店" * 80}"\n', encoding="utf-8")
    with hook_server() as hook:
        posted(run, tmp_path, url(hook), "--config", str(file))
        title = hook.bodies[0]["title"]
    assert title.startswith("‹at user_id=all›\\x0a店店")
    assert title.endswith("店…")
    assert len(title.encode()) <= 200


def test_cron_that_runs_twice_posts_once(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        assert posted(run, tmp_path, url(hook)).code == 0
        again = posted(run, tmp_path, url(hook))
        assert (again.code, "json #1 has this one already" in again.err) == (0, True)
        assert len(hook.bodies) == 1
        posted(run, tmp_path, url(hook), "--period", "2026-W25")
        posted(run, tmp_path, url(hook), "--again")
        assert len(hook.bodies) == 3


def test_every_chat_gets_it_and_the_same_one_only_once(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        urls = f"{url(hook)} {url(hook, '/b')}\n{url(hook)}"
        assert posted(run, tmp_path, urls).code == 0
        assert hook.paths == [f"/hooks/{TOKEN}", f"/hooks/{TOKEN}/b"]


@pytest.mark.parametrize("busy", [500, 503, 429])
def test_busy_service_is_tried_again(tmp_path: Path, run: Run, busy: int) -> None:
    with hook_server() as hook:
        hook.answers = [(busy, f"no, {TOKEN}")]
        assert posted(run, tmp_path, url(hook)).code == 0
        assert len(hook.bodies) == 2


@pytest.mark.parametrize(
    ("answers", "said", "asked"),
    [
        ([(403, TOKEN)], "json #1: answered 403 Forbidden", 1),
        ([(302, TOKEN)], "json #1: answered 302 Found", 1),
        ([(500, TOKEN)] * 9, "json #1: answered 500 Internal Server Error", 3),
        ([(599, TOKEN)] * 9, "json #1: answered 599", 3),
    ],
)
def test_message_that_is_not_taken_ends_with_4(
    tmp_path: Path, run: Run, answers: list[tuple[int, str]], said: str, asked: int
) -> None:
    with hook_server() as hook:
        hook.answers = answers
        ran = posted(run, tmp_path, url(hook))
        assert (ran.code, said in ran.err) == (4, True)
        assert len(hook.bodies) == asked
        hook.answers = []
        assert posted(run, tmp_path, url(hook)).code == 0


def test_server_that_is_gone_ends_with_4(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        gone = url(hook)
    ran = posted(run, tmp_path, gone)
    assert (ran.code, "json #1: could not be reached" in ran.err) == (4, True)


def test_server_that_is_silent_ends_with_4(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket  # noqa: PLC0415 for this one test

    monkeypatch.setattr(chat, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        silent = f"json://127.0.0.1:{server.getsockname()[1]}/{TOKEN}"
        ran = posted(run, tmp_path, silent)
    assert (ran.code, "json #1: did not answer in time" in ran.err) == (4, True)


def test_one_that_is_gone_keeps_no_one_else_waiting(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        urls = f"json://localhost:9/{TOKEN} {url(hook)}"
        ran = posted(run, tmp_path, urls)
        assert (ran.code, "sent to json #2" in ran.err, len(hook.bodies)) == (4, True, 1)


def test_certificate_is_checked(tmp_path: Path, run: Run) -> None:
    with hook_server(tmp_path) as hook:
        secure = url(hook).replace("json:", "jsons:")
        ran = posted(run, tmp_path, secure)
        assert (ran.code, "certificate cannot be trusted" in ran.err) == (4, True)
        assert not hook.bodies
        trusted = {"REQUESTS_CA_BUNDLE": str(tmp_path / "hooks.pem")}
        assert posted(run, tmp_path, secure, **trusted).code == 0
        assert len(hook.bodies) == 1


# What of a service's own address is set to this machine, its address, and where the text stands.
SERVICES: dict[str, tuple[str, str, str, list[Any]]] = {
    "dingtalk": (
        "dingtalk.NotifyDingTalk.notify_url",
        "/{token}",
        f"dingtalk://{TOKEN}",
        ["text", "content"],
    ),
    "feishu": (
        "feishu.NotifyFeishu.notify_url",
        "/{token}",
        f"feishu://{TOKEN}",
        ["content", "text"],
    ),
    "lark": ("lark.NotifyLark.notify_url", "/", f"lark://{TOKEN}", ["content", "text"]),
    "wecombot": (
        "wecombot.NotifyWeComBot.notify_url",
        "/{key}",
        f"wecombot://{TOKEN}",
        ["text", "content"],
    ),
    "slack": (
        "slack.NotifySlack.webhook_url",
        "",
        f"slack://T1234ABCD/B1234ABCD/{TOKEN}",
        ["attachments", 0, "text"],
    ),
}


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> Moved:
    """Let the classes of apprise post to a server here: their addresses name no host."""

    def moved(hook: Hook, service: str) -> tuple[str, list[Any]]:
        name, path, address, where = SERVICES[service]
        monkeypatch.setattr(f"apprise.plugins.{name}", f"http://127.0.0.1:{hook.port}{path}")
        hook.yes = "ok" if service == "slack" else DONE
        return address, where

    return moved


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_gets_the_text(
    tmp_path: Path, run: Run, service: str, at_home: Moved
) -> None:
    with hook_server() as hook:
        address, where = at_home(hook, service)
        assert posted(run, tmp_path, address).code == 0
        (said,) = hook.bodies
    assert TOKEN in hook.paths[0]
    for step in where:
        said = said[step]
    assert FIRST.search(said)
    assert len(said.encode()) < 2048


@pytest.mark.parametrize("service", ["dingtalk", "feishu", "lark", "wecombot"])
def test_no_with_http_200_is_a_no(tmp_path: Path, run: Run, service: str, at_home: Moved) -> None:
    no = f'{{"errcode": 93000, "code": 19001, "errmsg": "{TOKEN}", "msg": "{TOKEN}"}}'
    with hook_server() as hook:
        address, _ = at_home(hook, service)
        hook.answers = [(200, no)]
        ran = posted(run, tmp_path, address)
        assert (ran.code, f"{service} #1: refused with code" in ran.err) == (4, True)
        assert len(hook.bodies) == 1


def test_chat_that_is_written_to_too_often_is_tried_again(
    tmp_path: Path, run: Run, at_home: Moved
) -> None:
    with hook_server() as hook:
        address, _ = at_home(hook, "wecombot")
        hook.answers = [(200, '{"errcode": 45009}'), (200, "[]"), (200, '{"errcode": "none"}')]
        assert posted(run, tmp_path, address).code == 0
        assert len(hook.bodies) == 2


def test_no_of_slack_with_http_200_is_a_no(tmp_path: Path, run: Run, at_home: Moved) -> None:
    with hook_server() as hook:
        address, _ = at_home(hook, "slack")
        hook.yes = "<html>sign in</html>"
        ran = posted(run, tmp_path, address)
        assert (ran.code, "slack #1: was not taken" in ran.err) == (4, True)


def test_markdown_comes_where_it_is_asked_for(tmp_path: Path, run: Run, at_home: Moved) -> None:
    with hook_server() as hook:
        address, _ = at_home(hook, "dingtalk")
        assert posted(run, tmp_path, f"{address}/?format=markdown").code == 0
        assert hook.bodies[0]["msgtype"] == "markdown"
        assert "\n\n" in hook.bodies[0]["markdown"]["text"]


def test_mail_and_chats_know_nothing_of_each_other(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server, hook_server() as hook:
        file = config(tmp_path, server)
        arguments = ("--config", file)
        secret = {"SHOPMETRICS_SMTP_PASSWORD": PASSWORD}
        server.box.answers = ["554 no"]
        assert posted(run, tmp_path, url(hook), *arguments, **secret).code == 4
        assert (len(server.box.posts), len(hook.bodies)) == (0, 1)
        assert posted(run, tmp_path, url(hook), *arguments, **secret).code == 0
        assert (len(server.box.posts), len(hook.bodies)) == (1, 1)


def test_recipients_without_a_mail_server_are_refused(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        ran = posted(run, tmp_path, url(hook), "--to", "boss@example.com")
        assert (ran.code, "no mail section" in ran.err, hook.bodies) == (2, True, [])


def test_quiet_week_posts_nothing_where_only_alarms_matter(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        assert posted(run, tmp_path, url(hook), "--if", "alarm", "--period", "2026-W25").code == 0
        assert not hook.bodies


def test_dry_run_posts_nothing(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        assert posted(run, tmp_path, url(hook), "--dry-run", str(tmp_path / "x.eml")).code == 0
        assert not hook.bodies


def test_addresses_stand_in_a_file_that_nobody_else_may_read(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "chats"
    (tmp_path / "shop.yaml").write_text("notify: {urls_file: chats}\n", encoding="utf-8")
    arguments = ("--config", str(tmp_path / "shop.yaml"))
    with hook_server() as hook:
        file.write_text(f"{url(hook)}\n", encoding="utf-8")
        file.chmod(0o644)
        ran = posted(run, tmp_path, "", *arguments)
        assert (ran.code, "others may read the addresses of the chats" in ran.err) == (2, True)
        file.chmod(0o600)
        assert posted(run, tmp_path, "", *arguments).code == 0
        assert len(hook.bodies) == 1
    file.unlink()
    ran = posted(run, tmp_path, "", *arguments)
    assert (ran.code, "notify.urls_file names it" in ran.err) == (2, True)


def test_addresses_of_a_systemd_credential_are_taken(tmp_path: Path, run: Run) -> None:
    with hook_server() as hook:
        (tmp_path / "notify_urls").write_text(url(hook), encoding="utf-8")
        assert posted(run, tmp_path, "", CREDENTIALS_DIRECTORY=str(tmp_path)).code == 0
        assert len(hook.bodies) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (TOKEN, "address 1 of 1 cannot be used"),
        (f"telegram://{TOKEN}", "address 1 of 1 cannot be used"),
        (f"tgram://123456789:{TOKEN}abc/1", "address 1 of 1 cannot be used"),
        (f"dingtalk://!{TOKEN}", "address 1 of 1 cannot be used"),
        (f"jsons://localhost/{TOKEN}?verify=no", "address 1 says verify=no"),
    ],
)
def test_address_that_cannot_be_used_is_counted_not_quoted(
    tmp_path: Path, run: Run, address: str, said: str
) -> None:
    ran = posted(run, tmp_path, address)
    assert (ran.code, said in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        (f"https://open.larksuite.com/open-apis/bot/v2/hook/{TOKEN}", "lark #1"),
        (f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}", "wecombot #1"),
        (f"https://hooks.slack.com/services/T1234ABCD/B1234ABCD/{TOKEN[:24]}", "slack #1"),
        (f"dingtalk://SEC{TOKEN}@{TOKEN}", "dingtalk #1"),
    ],
)
def test_address_is_taken_as_the_service_shows_it(shown: str, name: str) -> None:
    (target,) = chat.targets(shown)
    assert target.name == name
    assert TOKEN[:24] not in target.id


def test_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ConfigError, match="needs apprise") as error:
        chat.targets("json://localhost/")
    assert error.value.hint == "pip install 'shopmetrics[notify]'"
