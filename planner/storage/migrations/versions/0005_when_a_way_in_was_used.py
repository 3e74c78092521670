"""When a feed or a share link was last read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("view_tokens", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
