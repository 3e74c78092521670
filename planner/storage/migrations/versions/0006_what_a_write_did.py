"""Who made a write and what it did is read from an index: a write may have thousands of events."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_events_write", "audit_events", ["revision", "who", "action", "noun"], unique=False)
    op.drop_index(op.f("ix_audit_events_revision"), table_name="audit_events")
