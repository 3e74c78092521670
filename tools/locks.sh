#!/usr/bin/env bash
# Compile the hashed locks. uv writes no index address into them; a test holds that.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
compile() { .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"; }
compile pyproject.toml -o requirements/run.txt
compile pyproject.toml --extra postgres -o requirements/postgres.txt
compile pyproject.toml --extra postgres --extra dev -o requirements/dev.txt
