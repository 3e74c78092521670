"""Fetch the script libraries that pages use into planner/static/vendor, as vendor.lock.json there names them.

For developers with npm: `python tools/vendor.py`. A package whose sum differs from the lock is refused; to take a new
version, change the lock's version and clear its integrity and sums, run, and read what changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "planner" / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"


def fetch(package: dict[str, Any], folder: Path) -> None:
    """Unpack one package and copy its files; raises SystemExit where a sum differs from the lock."""
    name = f"{package['name']}@{package['version']}"
    packed = subprocess.run(["npm", "pack", name, "--silent"], cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / packed.stdout.strip().splitlines()[-1]
    sum512 = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if (package["integrity"] or sum512) != sum512:
        raise SystemExit(f"{name}: the package differs from the lock; nothing was copied")
    package["integrity"] = sum512
    files, sources = package["files"], package["from"]
    with tarfile.open(archive) as unpacked:
        for file, source in sources.items():
            member = unpacked.extractfile(f"package/{source}")
            body = member.read() if member else b""
            files[file] = hashlib.sha256(body).hexdigest()
            (VENDOR / file).write_bytes(body)


def main() -> None:
    """Fetch every package of the lock and write the sums back."""
    packages = json.loads(LOCK.read_text())
    for package in packages:
        with tempfile.TemporaryDirectory() as folder:
            fetch(package, Path(folder))
    LOCK.write_text(json.dumps(packages, indent=2) + "\n")


if __name__ == "__main__":
    main()
