"""What guards every request and answer: hosts, sizes, origins, CSRF tokens, headers, the shape of the cookie."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException

from planner.config import Config, read_secret

MEGABYTE = 1024 * 1024
UPLOAD_BYTES = 30 * MEGABYTE
UPLOAD_FILES = 5000
UPLOADING = "imports"  # the room whose requests may be large
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
FILE_POLICY = "default-src 'none'; sandbox"
FEATURES = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip


def install(app: Flask, config: Config) -> None:
    """Set limits, cookie, hosts and CSRF protection, and put the headers on every answer."""
    parts = urlsplit(config.url)
    # A cookie cannot be Secure where people come by plain http (a machine of their own, or a warned-of network).
    app.config.update(
        SECRET_KEY=read_secret(config),
        MAX_CONTENT_LENGTH=MEGABYTE,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=sorted({_bare(parts.netloc), *(LOOPBACK if _bare(parts.netloc) in LOOPBACK else ())}),
        PREFERRED_URL_SCHEME=parts.scheme,
        SESSION_COOKIE_NAME="__Host-session" if config.https else "session",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # a token dies with its session, not in the middle of a long edit
        WTF_CSRF_SSL_STRICT=False,  # the Referer rule; Origin and Sec-Fetch-Site are checked below
    )
    app.extensions["csrf"] = CSRFProtect()
    app.before_request(_name_request)
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.before_request(_allow_upload)
    app.extensions["csrf"].init_app(app)
    app.after_request(_headers)


def _allow_upload() -> None:
    """Let an import carry 30 MB, and as many files as a folder has; before anything reads the form."""
    if request.blueprint == UPLOADING:
        request.max_content_length = UPLOAD_BYTES
        request.max_form_parts = UPLOAD_FILES


def _bare(netloc: str) -> str:
    host = netloc.rpartition("@")[2]
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _name_request() -> None:
    g.request_id = secrets.token_hex(6)


def _check_host() -> None:
    # Flask looks at the host when it routes; a host that is not ours must not pass as "no such page".
    if isinstance(request.routing_exception, HTTPException) and request.routing_exception.code == 400:
        raise request.routing_exception
    request.host  # noqa: B018 -- raises SecurityError (400) for a host that is not trusted


def _check_origin() -> None:
    """Refuse a changing request that another site sent; every browser of today says where it comes from."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin)[:2] != (request.scheme, request.host)
    if foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        abort(403, _("This request came from another site and was not carried out. Open the page in planner itself."))


def _headers(response: Response) -> Response:
    headers = response.headers
    attachment = headers.get("Content-Disposition", "").startswith("attachment")
    headers["Content-Security-Policy"] = FILE_POLICY if attachment else PAGE_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = ", ".join(f"{name}=()" for name in FEATURES)
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint == "static":
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if request.args.get("v") else "no-cache"
    else:
        headers.setdefault("Cache-Control", "no-store")  # a feed alone says otherwise: its program asks every hour
        headers["Vary"] = "Cookie"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
