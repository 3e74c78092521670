"""Runs migrations on the connection that planner.storage.schema hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from planner.storage.schema import ours, plain_type
from planner.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
    include_object=ours,
    render_item=plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
