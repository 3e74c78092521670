"""Backups: made, listed and taken away by an administrator; nothing but a listed file is handed out."""

from __future__ import annotations

import re
from pathlib import Path

from planner.config import Config
from planner.storage.backup import restore
from planner.storage.database import Database, open_database
from tests.views.conftest import Browser
from tests.views.settings.test_rows import space


def test_a_backup_is_made_listed_and_can_be_brought_back(admin: Browser, database: Database, tmp_path: Path) -> None:
    assert "No backup yet." in admin.get("/settings/backup")
    assert admin.post("/settings/backup").location == "/settings/backup"
    (name,) = re.findall(r'href="/settings/backup/([^"]+)"', admin.get("/settings/backup"))
    answer = admin.client.get(f"/settings/backup/{name}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    (tmp_path / "taken.db").write_bytes(answer.data)
    answer.close()
    there = tmp_path / "elsewhere"
    restore(f"sqlite:///{there / 'planner.db'}", there, tmp_path / "taken.db")
    copied = open_database(f"sqlite:///{there / 'planner.db'}")
    assert space(copied).segments == space(database).segments
    copied.close()


def test_only_a_listed_file_is_handed_out(admin: Browser, config: Config) -> None:
    admin.post("/settings/backup")
    (config.instance / "secret.key").write_text("secret")
    (config.instance / "backups" / "notes.txt").write_text("secret")
    (config.instance / "backups" / ".half.db.part").write_text("secret")
    for name in ("notes.txt", ".half.db.part", "..%2Fsecret.key", "../secret.key", "planner.db"):
        assert "secret" not in admin.client.get(f"/settings/backup/{name}").text
        assert admin.client.get(f"/settings/backup/{name}").status_code == 404
    assert "notes.txt" not in admin.get("/settings/backup")


def test_backups_are_limited_to_twenty_four_a_day(admin: Browser) -> None:
    for _n in range(24):
        admin.post("/settings/backup")
    assert "At most 24 backups" in admin.post("/settings/backup", 429).text
