"""Headers, hosts, origins, tokens and sizes: what guards every request."""

from __future__ import annotations

import pytest
from flask import Flask

from planner import create_app
from planner.config import Config
from planner.storage.database import Database
from planner.views.security import FILE_POLICY, PAGE_POLICY
from tests.views.conftest import NOW, Browser


@pytest.mark.parametrize("path", ["/", "/login", "/no-such-page", "/static/app.js", "/healthz", "/export?format=csv"])
def test_every_answer_carries_the_headers(admin: Browser, path: str) -> None:
    with admin.client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == (FILE_POLICY if "format" in path else PAGE_POLICY)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == ("no-cache" if "static" in path else "no-store")


def test_a_download_is_an_attachment_that_runs_nothing(admin: Browser) -> None:
    answer = admin.client.get("/export?format=html")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_https_gives_a_host_cookie_and_hsts(config: Config, database: Database) -> None:
    secure = Config(instance=config.instance, secret_key="k" * 40, url="https://plan.example.org")
    client = create_app(secure, database, now=lambda: NOW).test_client()
    answer = client.get("/login/x", base_url="https://plan.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert [part for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax") if part not in cookie] == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example"])
def test_a_foreign_host_is_refused(app: Flask, host: str) -> None:
    assert app.test_client().get("/login", headers={"Host": host}).status_code == 400


def test_a_form_without_its_token_changes_nothing(admin: Browser) -> None:
    assert "lost its token" in admin.client.post("/gaps/snapshots").text


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
     {"Origin": "http://localhost.evil.example"}, {"Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_a_form_sent_by_another_site_changes_nothing(admin: Browser, headers: dict[str, str]) -> None:
    admin.get("/")
    answer = admin.client.post("/gaps/snapshots", data={"csrf_token": admin.token}, headers=headers)
    assert (answer.status_code, "another site" in answer.text) == (403, True)


def test_a_token_of_someone_else_is_refused(admin: Browser, viewer: Browser) -> None:
    viewer.get("/")
    assert (
        admin.client.post("/settings/language", data={"csrf_token": viewer.token, "language": "nl"}).status_code == 400
    )


def test_a_form_over_a_megabyte_is_refused_and_an_import_is_not(editor: Browser) -> None:
    editor.get("/import")
    large = {"csrf_token": editor.token, "title": "x" * 1_100_000}
    assert editor.client.post("/content/new", data=large).status_code == 413
    body = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{editor.token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="files"; filename="big.md"\r\n\r\n'
        + "word " * 300_000 + "\r\n--x--\r\n"
    )  # fmt: skip
    told = editor.client.post("/import", data=body, content_type="multipart/form-data; boundary=x")
    assert told.status_code == 303
    assert "big.md" in editor.get(told.location)


def test_get_requests_change_nothing(admin: Browser, database: Database) -> None:
    before = database.revision()
    for path in ("/", "/content", "/map", "/gaps", "/overload", "/calendar", "/export", "/login/x", "/gaps/snapshots"):
        admin.client.get(path)
    assert database.revision() == before


@pytest.mark.parametrize("came", ["https://evil.example/x", "//evil.example", "http://localhost//evil.example", ""])
def test_switching_the_language_leads_nowhere_else(admin: Browser, came: str) -> None:
    admin.get("/")
    data = {"csrf_token": admin.token, "language": "nl"}
    answer = admin.client.post("/settings/language", data=data, headers={"Referer": came})
    assert answer.location == "/"
