"""The page a person sees first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KNOWN = "start IN ('overview', 'content', 'map', 'gaps', 'overload', 'calendar')"


def upgrade() -> None:
    # Added in place: to make the table anew would, on SQLite, take sessions and share links along.
    known = sa.CheckConstraint(KNOWN, name=op.f("ck_users_start_known"))
    op.add_column("users", sa.Column("start", sa.String(), known, nullable=False, server_default="overview"))
