"""The weekly mail, through real servers: it arrives once, whole, or the exit code says not."""

import re
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from conftest import ROOT, Ran, Run
from mailserver import PASSWORD, USER, Running, mail_server

from shopmetrics.deliver import smtp
from shopmetrics.deliver.ledger import state_folder
from shopmetrics.deliver.message import Mail, message
from shopmetrics.errors import ConfigError

ENVIRONMENT = {"SHOPMETRICS_SMTP_PASSWORD": PASSWORD}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp.send, "__kwdefaults__", {"pauses": (0.0, 0.0), "sleep": float})


def config(folder: Path, server: Running, *, to: str = "boss@example.com", **more: str) -> str:
    keys = {
        "host": "localhost",
        "port": str(server.port),
        "user": USER,
        "ca_file": str(server.ca_file),
        "sender": "Shop 店 <shop@example.com>",
        "to": f"[{to}]",
        **more,
    }
    lines = "".join(f"  {key}: {value}\n" for key, value in keys.items() if value)
    path = folder / "shop.yaml"
    path.write_text(f"mail:\n{lines}", encoding="utf-8")
    return str(path)


def sent(run: Run, folder: Path, file: str, *more: str, **environment: str) -> Ran:
    state = ("--state", str(folder / "state"))
    return run("send", "sample_data/", "--config", file, *state, *more, **ENVIRONMENT | environment)


def part(post: EmailMessage, kind: str) -> str:
    body = post.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_arrives_whole(tmp_path: Path, run: Run, tls: str) -> None:
    with mail_server(tmp_path, tls=tls) as server:
        ran = sent(run, tmp_path, config(tmp_path, server, security=tls))
        assert (ran.code, ran.err.splitlines()[-1]) == (0, "sent to boss@example.com")
        (post,) = server.box.posts
    assert (
        post["Subject"]
        == "Report of 2026-W26 · Refund rate 4.0% so far, 10.01% to expect ALARM (not sure)"
    )
    assert post["From"] == "Shop 店 <shop@example.com>"
    assert not [part.defects for part in post.walk() if part.defects]
    kinds = [part.get_content_type().rsplit("/")[-1] for part in post.walk()]
    assert kinds[:6] == ["mixed", "alternative", "plain", "related", "html", "png"]
    html = part(post, "html")
    assert len(html.encode()) < 100_000
    assert "cid:trend" in html
    (book,) = post.iter_attachments()
    assert book.get_filename() == "shopmetrics-2026-W26.xlsx"
    assert book.get_content().startswith(b"PK")


def test_mail_says_all_of_it_without_styles_and_pictures(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        sent(run, tmp_path, config(tmp_path, server))
        (post,) = server.box.posts
    html, text = part(post, "html"), part(post, "plain")
    bare = re.sub(r"<style.*?</style>|<[^>]+>|&[a-z]+;", " ", html, flags=re.DOTALL)
    for said in (
        "4.0% so far, 10.01% to expect",
        "ALARM",
        "9 of 225",
        "the period before: 7.3% (14 of 192)",
        "尺码不合适",
    ):
        assert said in bare
        assert said in " ".join(text.split())
    assert "<style" not in html
    assert "src=" not in html.replace('src="cid:trend"', "")


def test_cron_that_runs_twice_sends_once(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        file = config(tmp_path, server)
        assert sent(run, tmp_path, file).code == 0
        again = sent(run, tmp_path, file)
        assert (again.code, "has this one already" in again.err) == (0, True)
        assert len(server.box.posts) == 1
        sent(run, tmp_path, file, "--period", "2026-W25")
        sent(run, tmp_path, file, "--again")
        assert len(server.box.posts) == 3
        ids = [post["Message-ID"] for post in server.box.posts]
        assert ids[0] == ids[2] != ids[1]


def test_two_runs_at_once_send_once(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        command = [sys.executable, "-m", "shopmetrics", "send", "sample_data/", "--config"]
        command += [config(tmp_path, server), "--state", str(tmp_path / "state")]
        runs = [
            subprocess.Popen(command, cwd=ROOT, env=dict_of_environment(), stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        said = [one.communicate()[1].decode() for one in runs]
        assert [one.returncode for one in runs] == [0, 0]
        assert len(server.box.posts) == 1
        assert sum("has this one already" in text for text in said) == 1


def dict_of_environment() -> dict[str, str]:
    import os  # noqa: PLC0415 for this one line

    return {**os.environ, **ENVIRONMENT, "LANG": "en_US.UTF-8"}


def test_line_that_a_crash_cut_short_does_not_count_as_sent(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        file = config(tmp_path, server)
        (tmp_path / "state").mkdir()
        (tmp_path / "state" / "sent.ndjson").write_text('{"mail": "shopmetrics::2026-W26", "t')
        assert sent(run, tmp_path, file).code == 0
        assert sent(run, tmp_path, file).code == 0
        assert len(server.box.posts) == 1


def test_busy_server_and_a_broken_line_are_tried_again(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        server.box.answers = ["451 come back later"]
        server.box.hang_up = 1
        assert sent(run, tmp_path, config(tmp_path, server)).code == 0
        assert (server.box.asked, len(server.box.posts)) == (3, 1)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("wrong password", "refused the user or the password"),
        ("unknown authority", "certificate cannot be trusted"),
        ("busy for long", "answered 451 later"),
        ("refused", "answered 554 no"),
    ],
)
def test_mail_that_does_not_arrive_ends_with_4(
    tmp_path: Path, run: Run, trouble: str, said: str
) -> None:
    with mail_server(tmp_path) as server:
        server.box.answers = {"busy for long": ["451 later"] * 9, "refused": ["554 no"]}.get(
            trouble, []
        )
        trusted = {"ca_file": ""} if trouble == "unknown authority" else {}
        secret = "wrong" if trouble == "wrong password" else PASSWORD
        file = config(tmp_path, server, **trusted)
        ran = sent(run, tmp_path, file, SHOPMETRICS_SMTP_PASSWORD=secret)
        assert ran.code == 4
        assert said in ran.err
        assert secret not in ran.err
        assert not server.box.posts
        assert server.box.asked == {"busy for long": 3, "refused": 1}.get(trouble, 0)


def test_server_that_asks_for_no_account_is_told_of_none(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        file = config(tmp_path, server, user="")
        ran = sent(run, tmp_path, file, SHOPMETRICS_SMTP_PASSWORD="of no account here")  # noqa: S106
        assert (ran.code, ran.err.splitlines()[-1]) == (0, "sent to boss@example.com")
        assert server.box.to == [["boss@example.com"]]


def test_server_without_tls_gets_nothing(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path, tls="none") as server:
        ran = sent(run, tmp_path, config(tmp_path, server))
        assert (ran.code, "offers no TLS" in ran.err) == (4, True)
        assert server.box.asked == 0


def test_certificate_of_another_host_is_refused(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path, name="elsewhere.example") as server:
        ran = sent(run, tmp_path, config(tmp_path, server))
        assert (ran.code, "cannot be trusted" in ran.err) == (4, True)


def test_no_server_there_is_said(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        file = config(tmp_path, server)
    ran = sent(run, tmp_path, file)
    assert (ran.code, "no mail server could be reached" in ran.err) == (4, True)


def test_one_who_is_refused_keeps_no_one_else_waiting(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        server.box.refused = {"gone@example.com": "550 no such user"}
        file = config(tmp_path, server, to="gone@example.com, boss@example.com")
        ran = sent(run, tmp_path, file)
        assert (ran.code, server.box.to) == (4, [["boss@example.com"]])
        assert "gone@example.com was refused: 550" in ran.err
        server.box.refused = {}
        assert sent(run, tmp_path, file).code == 0
        assert server.box.to == [["boss@example.com"], ["gone@example.com"]]


def test_quiet_week_sends_nothing_where_only_alarms_matter(tmp_path: Path, run: Run) -> None:
    with mail_server(tmp_path) as server:
        ran = sent(run, tmp_path, config(tmp_path, server), "--if", "alarm", "--period", "2026-W25")
        assert (ran.code, ran.err.splitlines()[-1]) == (
            0,
            "2026-W25: nothing to report, nothing sent",
        )
        assert not server.box.posts


def test_a_week_that_cannot_be_judged_is_no_quiet_week(tmp_path: Path, run: Run) -> None:
    shop, target = tmp_path / "shop", tmp_path / "week.eml"
    shutil.copytree(ROOT / "sample_data", shop, ignore=shutil.ignore_patterns("*售后*", "退款*"))
    ran = run("send", str(shop), "--if", "alarm", "--dry-run", str(target))
    post = message_from_bytes(target.read_bytes(), policy=default)
    assert (ran.code, "not known" in post["Subject"]) == (0, True)


def test_dry_run_writes_the_mail_and_needs_no_server(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "week.eml"
    ran = run("send", "sample_data/", "--dry-run", str(target), "--language", "zh")
    assert ran.code == 0
    post = message_from_bytes(target.read_bytes(), policy=default)
    assert post["Subject"].startswith("2026 年第 26 周经营摘要")


def test_password_of_a_file_that_others_may_read_is_refused(tmp_path: Path, run: Run) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    secret.chmod(0o644)
    with mail_server(tmp_path) as server:
        file = config(tmp_path, server, password_file="secret")  # noqa: S106 its name
        arguments = ("send", "sample_data/", "--config", file, "--state", str(tmp_path / "s"))
        ran = run(*arguments)
        assert (ran.code, "others may read the password" in ran.err) == (2, True)
        secret.chmod(0o600)
        assert run(*arguments).code == 0


def test_password_of_a_systemd_credential_is_taken(tmp_path: Path, run: Run) -> None:
    (tmp_path / "smtp_password").write_text(PASSWORD, encoding="utf-8")
    with mail_server(tmp_path) as server:
        arguments = ("send", "sample_data/", "--config", config(tmp_path, server))
        ran = run(
            *arguments, STATE_DIRECTORY=str(tmp_path / "s"), CREDENTIALS_DIRECTORY=str(tmp_path)
        )
        assert ran.code == 0
        assert (tmp_path / "s" / "sent.ndjson").is_file()


def test_without_a_mail_section_there_is_a_hint(run: Run) -> None:
    ran = run("send", "sample_data/")
    assert (ran.code, "no mail section" in ran.err) == (2, True)


@pytest.mark.parametrize("span", ["2026-W99", "yesterday", "2026-13"])
def test_period_that_cannot_be_read_is_refused(run: Run, span: str) -> None:
    assert run("send", "sample_data/", "--period", span, "--dry-run", "/tmp/x.eml").code == 2  # noqa: S108


def test_name_of_a_shop_is_one_line_of_the_header() -> None:
    mail = Mail("k", "Shop\r\nBcc: all@example.com", "text", "<p>html</p>")
    from datetime import UTC, datetime  # noqa: PLC0415 for this one line

    post = message(mail, "shop@example.com", ["a@example.com"], datetime(2026, 7, 1, tzinfo=UTC))
    again = message_from_bytes(post.as_bytes(), policy=default)
    assert again["Bcc"] is None
    assert "\\x0d\\x0aBcc" in again["Subject"]


@pytest.mark.parametrize(
    "subject",
    [
        "试验店 · 2026 年第 3 周经营摘要 · 退款率 10.4% 警报（尚不确定）",
        "店 铺 " * 30 + "店",
        "Shop · Report of 2026-W26 · Refund rate 4.0% so far, 10.01% to expect ALARM (not sure)",
        "Report of 2026-W26 of a shop with a long name, for the plain letters of English " * 2
        + "!",
    ],
)
def test_subject_arrives_as_it_was_written(subject: str) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415 for this one line

    mail = Mail("k", subject, "text", "<p>html</p>")
    post = message(mail, "shop@example.com", ["a@example.com"], datetime(2026, 7, 1, tzinfo=UTC))
    raw = post.as_bytes()
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    older = make_header(decode_header(message_from_bytes(raw)["Subject"]))
    assert "".join(str(older).splitlines()) == subject  # what is plain is folded at a space


@pytest.mark.parametrize("wrong", ["", "shop", "shop@", "@example.com", "a b@example.com"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    from shopmetrics.deliver.message import address  # noqa: PLC0415 for this one line

    with pytest.raises(ConfigError, match="is no mail address"):
        address(wrong)


def test_what_was_sent_is_kept_as_asked_else_by_systemd_else_for_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    assert state_folder(None) == tmp_path / "shopmetrics"
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/shop:/var/lib/more")
    assert state_folder(None) == Path("/var/lib/shop")
    assert state_folder(Path("mine")) == Path("mine")
