"""A saved view keeps how its page was set; a person keeps the columns of the content list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("views", sa.Column("look", sa.String(), nullable=False, server_default=""))
    op.add_column("users", sa.Column("columns", sa.JSON(), nullable=False, server_default="[]"))
