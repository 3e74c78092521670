"""Each event names the write it belongs to, so that one write can be undone as one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_events", sa.Column("revision", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_audit_events_revision"), "audit_events", ["revision"], unique=False)
