"""kill -9 in the middle of writing: what was acknowledged is there, and the file is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.storage import backup
from planner.storage.items import load_items
from planner.storage.launcher import launch

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from itertools import count
from pathlib import Path
from planner.core.model import Item
from planner.storage.items import add_item
from planner.storage.launcher import launch
folder = Path(sys.argv[1])
db = launch(f"sqlite:///{folder / 'planner.db'}", folder, alone=True)
for n in count():
    with db.writing("test") as session:
        add_item(session, Item(id=f"{sys.argv[2]}-{n:05}", title="T", body="word " * 500))
    print(f"{sys.argv[2]}-{n:05}", flush=True)
"""


@pytest.mark.timeout(120)
def test_acknowledged_writes_survive_kill_9(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for round in range(4):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(round)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                acknowledged.add(line.strip())
                if len(acknowledged) % 7 == round:
                    break
            writer.send_signal(signal.SIGKILL)
            acknowledged.update(line.strip() for line in writer.stdout if line.endswith("\n"))
        db = launch(f"sqlite:///{tmp_path / 'planner.db'}", tmp_path)
        with db.reading() as session:
            there = {item.id for item in load_items(session)}
        assert acknowledged - there == set()
        assert len(there - acknowledged) <= round + 1  # saved, and killed before it was said
        assert backup.check(db) == ()
        db.close()
