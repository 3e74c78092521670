"""The first tables."""

# ruff: noqa: E501, PLR0915 -- written by Alembic; no value of a user comes in here
from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# The full-text search. SQLite: FTS5 tables over the texts, which planner.storage.search keeps (triggers may not, with
# trusted_schema off). PostgreSQL: an index over the same texts, accents taken off.
TEXTS = {
    "items": ("title", "summary", "key_message", "keywords", "brief", "body"),
    "placements": ("title", "text", "call_to_action"),
}


def _sqlite_words(table: str, columns: tuple[str, ...]) -> None:
    names = ", ".join(columns)
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_words USING fts5({names}, content='{table}', content_rowid='pk',"
        " tokenize='unicode61 remove_diacritics 2')"
    )


def _postgresql_words(table: str, columns: tuple[str, ...]) -> None:
    texts = " || ' ' || ".join(f"{column}::text" if column == "keywords" else column for column in columns)
    op.execute(
        f"CREATE INDEX ix_{table}_words ON {table} USING gin (to_tsvector('simple'::regconfig,"
        f" regexp_replace(normalize(translate(left({texts}, 100000), '/@._:-', '      '), NFKD),"
        " '[\u0300-\u036f]', '', 'g')))"
    )


def upgrade() -> None:
    op.create_table(
        "audit_events",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_events_key"), ["key"], unique=False)

    op.create_table(
        "campaigns",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("colour", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaigns_slug")),
    )
    op.create_table(
        "channels",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("short_nl", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ownership", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("pressure", sa.Float(), nullable=False),
        sa.Column("weekly_capacity", sa.Integer(), nullable=True),
        sa.Column("capacity_exceptions", sa.JSON(), nullable=False),
        sa.Column("title_max", sa.Integer(), nullable=True),
        sa.Column("text_max", sa.Integer(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.CheckConstraint("direction IN ('broadcast', 'dialogue')", name=op.f("ck_channels_direction_known")),
        sa.CheckConstraint(
            "kind IN ('web', 'search', 'email', 'messaging', 'app', 'social', 'video', 'event', 'print', 'phone', 'store', 'service', 'partner')",
            name=op.f("ck_channels_kind_known"),
        ),
        sa.CheckConstraint("ownership IN ('owned', 'earned', 'paid')", name=op.f("ck_channels_ownership_known")),
        sa.CheckConstraint("pressure >= 0", name=op.f("ck_channels_pressure_least")),
        sa.CheckConstraint("text_max >= 0", name=op.f("ck_channels_text_max_least")),
        sa.CheckConstraint("title_max >= 0", name=op.f("ck_channels_title_max_least")),
        sa.CheckConstraint("weekly_capacity >= 0", name=op.f("ck_channels_weekly_capacity_least")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_channels")),
        sa.UniqueConstraint("slug", name=op.f("uq_channels_slug")),
    )
    op.create_table(
        "formats",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("short_nl", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("effort_hours", sa.Float(), nullable=False),
        sa.Column("review_after_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("effort_hours >= 0", name=op.f("ck_formats_effort_hours_least")),
        sa.CheckConstraint("review_after_days >= 0", name=op.f("ck_formats_review_after_days_least")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_formats")),
        sa.UniqueConstraint("slug", name=op.f("uq_formats_slug")),
    )
    op.create_table(
        "jobs",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_jobs_state_known")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_state"), ["state"], unique=False)

    op.create_table(
        "kpis",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("vanity", sa.Boolean(), nullable=False),
        sa.CheckConstraint("better IN ('up', 'down')", name=op.f("ck_kpis_better_known")),
        sa.CheckConstraint(
            "family IN ('reach', 'influence', 'engagement', 'relationship', 'conversion', 'cost')",
            name=op.f("ck_kpis_family_known"),
        ),
        sa.CheckConstraint(
            "level IN ('stage', 'phase', 'channel', 'campaign', 'item')", name=op.f("ck_kpis_level_known")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kpis")),
        sa.UniqueConstraint("slug", name=op.f("uq_kpis_slug")),
    )
    op.create_table(
        "phases",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("short_nl", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 5", name=op.f("ck_phases_weight_range")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_phases")),
        sa.UniqueConstraint("slug", name=op.f("uq_phases_slug")),
    )
    op.create_table(
        "rate_limits",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_rate_limits")),
        sa.UniqueConstraint("bucket", name=op.f("uq_rate_limits_bucket")),
    )
    op.create_table(
        "segments",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("short_nl", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("contact_free", sa.JSON(), nullable=False),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name=op.f("ck_segments_priority_range")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_segments_size_least")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_segments")),
        sa.UniqueConstraint("slug", name=op.f("uq_segments_slug")),
    )
    op.create_table(
        "series",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.CheckConstraint("unit IN ('day', 'week', 'month')", name=op.f("ck_series_unit_known")),
        sa.CheckConstraint("count >= 0", name=op.f("ck_series_count_least")),
        sa.CheckConstraint("every >= 1", name=op.f("ck_series_every_least")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_series")),
        sa.UniqueConstraint("id", name=op.f("uq_series_id")),
    )
    op.create_table(
        "settings",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("default_view", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("pk = 1", name=op.f("ck_settings_one_row")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_settings")),
    )
    op.create_table(
        "snapshots",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("index", sa.Float(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_snapshots")),
    )
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_snapshots_taken_at"), ["taken_at"], unique=False)

    op.create_table(
        "stages",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("short_nl", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("post_sale", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 0 AND 5", name=op.f("ck_stages_weight_range")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_stages")),
        sa.UniqueConstraint("slug", name=op.f("uq_stages_slug")),
    )
    op.create_table(
        "state",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("install", sa.String(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pk = 1", name=op.f("ck_state_one_row")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_state")),
    )
    op.create_table(
        "users",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("password_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'editor', 'manager', 'admin')", name=op.f("ck_users_role_known")),
        sa.CheckConstraint("hours_per_week >= 0", name=op.f("ck_users_hours_per_week_least")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "views",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("relative", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_views")),
        sa.UniqueConstraint("slug", name=op.f("uq_views_slug")),
    )
    op.create_table(
        "waivers",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_waivers")),
        sa.UniqueConstraint("key", name=op.f("uq_waivers_key")),
    )
    op.create_table(
        "channel_formats",
        sa.Column("channel_pk", sa.Integer(), nullable=False),
        sa.Column("format_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_pk"], ["channels.pk"], name=op.f("fk_channel_formats_channel_pk_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["format_pk"], ["formats.pk"], name=op.f("fk_channel_formats_format_pk_formats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("channel_pk", "format_pk", name=op.f("pk_channel_formats")),
    )
    with op.batch_alter_table("channel_formats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_formats_format_pk"), ["format_pk"], unique=False)

    op.create_table(
        "coverage_targets",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("segment_pk", sa.Integer(), nullable=True),
        sa.Column("stage_pk", sa.Integer(), nullable=True),
        sa.Column("phase_pk", sa.Integer(), nullable=True),
        sa.Column("channel_pk", sa.Integer(), nullable=True),
        sa.Column("cell", sa.String(), nullable=False),
        sa.Column("minimum", sa.Float(), nullable=False),
        sa.Column("maximum", sa.Float(), nullable=True),
        sa.Column("importance", sa.Float(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("importance BETWEEN 0 AND 5", name=op.f("ck_coverage_targets_importance_range")),
        sa.CheckConstraint("maximum >= 0", name=op.f("ck_coverage_targets_maximum_least")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_coverage_targets_minimum_least")),
        sa.ForeignKeyConstraint(["channel_pk"], ["channels.pk"], name=op.f("fk_coverage_targets_channel_pk_channels")),
        sa.ForeignKeyConstraint(["phase_pk"], ["phases.pk"], name=op.f("fk_coverage_targets_phase_pk_phases")),
        sa.ForeignKeyConstraint(["segment_pk"], ["segments.pk"], name=op.f("fk_coverage_targets_segment_pk_segments")),
        sa.ForeignKeyConstraint(["stage_pk"], ["stages.pk"], name=op.f("fk_coverage_targets_stage_pk_stages")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_coverage_targets")),
        sa.UniqueConstraint("cell", name=op.f("uq_coverage_targets_cell")),
    )
    op.create_table(
        "format_sources",
        sa.Column("format_pk", sa.Integer(), nullable=False),
        sa.Column("source_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["format_pk"], ["formats.pk"], name=op.f("fk_format_sources_format_pk_formats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_pk"], ["formats.pk"], name=op.f("fk_format_sources_source_pk_formats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("format_pk", "source_pk", name=op.f("pk_format_sources")),
    )
    with op.batch_alter_table("format_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_format_sources_source_pk"), ["source_pk"], unique=False)

    op.create_table(
        "frequency_rules",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("segment_pk", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Float(), nullable=True),
        sa.Column("minimum", sa.Float(), nullable=True),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("min_gap_days", sa.Integer(), nullable=True),
        sa.Column("warn_at", sa.Float(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.CheckConstraint("maximum >= 0", name=op.f("ck_frequency_rules_maximum_least")),
        sa.CheckConstraint("min_gap_days >= 0", name=op.f("ck_frequency_rules_min_gap_days_least")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_frequency_rules_minimum_least")),
        sa.CheckConstraint("warn_at BETWEEN 0 AND 1", name=op.f("ck_frequency_rules_warn_at_range")),
        sa.ForeignKeyConstraint(["segment_pk"], ["segments.pk"], name=op.f("fk_frequency_rules_segment_pk_segments")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_frequency_rules")),
        sa.UniqueConstraint("name", name=op.f("uq_frequency_rules_name")),
    )
    op.create_table(
        "items",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("format_pk", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_before", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("effort_hours", sa.Float(), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("campaign_pk", sa.Integer(), nullable=True),
        sa.Column("key_message", sa.String(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("image_alt", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("derived_from_pk", sa.Integer(), nullable=True),
        sa.Column("translation_of_pk", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=True),
        sa.Column("rot", sa.JSON(), nullable=False),
        sa.Column("source_path", sa.String(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("brief", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('idea', 'briefed', 'in_production', 'in_review', 'changes_requested', 'approved', 'published', 'archived', 'on_hold', 'cancelled')",
            name=op.f("ck_items_status_known"),
        ),
        sa.CheckConstraint(
            "status_before IN ('idea', 'briefed', 'in_production', 'in_review', 'changes_requested', 'approved', 'published', 'archived', 'on_hold', 'cancelled')",
            name=op.f("ck_items_status_before_known"),
        ),
        sa.CheckConstraint("verdict IN ('keep', 'update', 'merge', 'remove')", name=op.f("ck_items_verdict_known")),
        sa.CheckConstraint("effort_hours >= 0", name=op.f("ck_items_effort_hours_least")),
        sa.CheckConstraint("quality BETWEEN 1 AND 5", name=op.f("ck_items_quality_range")),
        sa.ForeignKeyConstraint(["campaign_pk"], ["campaigns.pk"], name=op.f("fk_items_campaign_pk_campaigns")),
        sa.ForeignKeyConstraint(
            ["derived_from_pk"],
            ["items.pk"],
            name=op.f("fk_items_derived_from_pk_items"),
            ondelete="SET NULL",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["format_pk"], ["formats.pk"], name=op.f("fk_items_format_pk_formats")),
        sa.ForeignKeyConstraint(
            ["translation_of_pk"],
            ["items.pk"],
            name=op.f("fk_items_translation_of_pk_items"),
            ondelete="SET NULL",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_items")),
        sa.UniqueConstraint("id", name=op.f("uq_items_id")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_items_derived_from_pk"), ["derived_from_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_items_revision"), ["revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_items_translation_of_pk"), ["translation_of_pk"], unique=False)

    op.create_table(
        "login_links",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["users.pk"], name=op.f("fk_login_links_user_pk_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_login_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_login_links_digest")),
    )
    with op.batch_alter_table("login_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_links_user_pk"), ["user_pk"], unique=False)

    op.create_table(
        "overlaps",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("a_pk", sa.Integer(), nullable=False),
        sa.Column("b_pk", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.CheckConstraint("a_pk <> b_pk", name=op.f("ck_overlaps_two_segments")),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_overlaps_share_range")),
        sa.ForeignKeyConstraint(["a_pk"], ["segments.pk"], name=op.f("fk_overlaps_a_pk_segments"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["b_pk"], ["segments.pk"], name=op.f("fk_overlaps_b_pk_segments"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_overlaps")),
        sa.UniqueConstraint("a_pk", "b_pk", name=op.f("uq_overlaps_a_pk_b_pk")),
    )
    with op.batch_alter_table("overlaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overlaps_a_pk"), ["a_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_overlaps_b_pk"), ["b_pk"], unique=False)

    op.create_table(
        "segment_reach",
        sa.Column("segment_pk", sa.Integer(), nullable=False),
        sa.Column("channel_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_segment_reach_share_range")),
        sa.ForeignKeyConstraint(
            ["channel_pk"], ["channels.pk"], name=op.f("fk_segment_reach_channel_pk_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_pk"], ["segments.pk"], name=op.f("fk_segment_reach_segment_pk_segments"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_pk", "channel_pk", name=op.f("pk_segment_reach")),
    )
    with op.batch_alter_table("segment_reach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_segment_reach_channel_pk"), ["channel_pk"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remember", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_pk"], ["users.pk"], name=op.f("fk_sessions_user_pk_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_sessions_digest")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_user_pk"), ["user_pk"], unique=False)

    op.create_table(
        "touchpoints",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("segment_pk", sa.Integer(), nullable=True),
        sa.Column("stage_pk", sa.Integer(), nullable=True),
        sa.Column("phase_pk", sa.Integer(), nullable=True),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("intention", sa.String(), nullable=False),
        sa.Column("participants", sa.String(), nullable=False),
        sa.Column("emotion", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.CheckConstraint("emotion BETWEEN -2 AND 2", name=op.f("ck_touchpoints_emotion_range")),
        sa.ForeignKeyConstraint(["phase_pk"], ["phases.pk"], name=op.f("fk_touchpoints_phase_pk_phases")),
        sa.ForeignKeyConstraint(["segment_pk"], ["segments.pk"], name=op.f("fk_touchpoints_segment_pk_segments")),
        sa.ForeignKeyConstraint(["stage_pk"], ["stages.pk"], name=op.f("fk_touchpoints_stage_pk_stages")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_touchpoints")),
        sa.UniqueConstraint("slug", name=op.f("uq_touchpoints_slug")),
    )
    op.create_table(
        "view_tokens",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("view_pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('feed', 'share')", name=op.f("ck_view_tokens_kind_known")),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["users.pk"], name=op.f("fk_view_tokens_user_pk_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["view_pk"], ["views.pk"], name=op.f("fk_view_tokens_view_pk_views"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_view_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_view_tokens_digest")),
    )
    with op.batch_alter_table("view_tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_tokens_user_pk"), ["user_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_view_tokens_view_pk"), ["view_pk"], unique=False)

    op.create_table(
        "comments",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_pk"], ["items.pk"], name=op.f("fk_comments_item_pk_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comments_item_pk"), ["item_pk"], unique=False)

    op.create_table(
        "frequency_rule_channels",
        sa.Column("frequency_rule_pk", sa.Integer(), nullable=False),
        sa.Column("channel_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_pk"],
            ["channels.pk"],
            name=op.f("fk_frequency_rule_channels_channel_pk_channels"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["frequency_rule_pk"],
            ["frequency_rules.pk"],
            name=op.f("fk_frequency_rule_channels_frequency_rule_pk_frequency_rules"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("frequency_rule_pk", "channel_pk", name=op.f("pk_frequency_rule_channels")),
    )
    with op.batch_alter_table("frequency_rule_channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frequency_rule_channels_channel_pk"), ["channel_pk"], unique=False)

    op.create_table(
        "import_bases",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_pk"], ["items.pk"], name=op.f("fk_import_bases_item_pk_items"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_import_bases")),
        sa.UniqueConstraint("item_pk", "where", name=op.f("uq_import_bases_item_pk_where")),
    )
    op.create_table(
        "item_tags",
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_pk"], ["items.pk"], name=op.f("fk_item_tags_item_pk_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_pk", "position", name=op.f("pk_item_tags")),
    )
    op.create_table(
        "mappings",
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("segment_pk", sa.Integer(), nullable=True),
        sa.Column("stage_pk", sa.Integer(), nullable=True),
        sa.Column("phase_pk", sa.Integer(), nullable=True),
        sa.Column("fit", sa.String(), nullable=False),
        sa.CheckConstraint("fit IN ('primary', 'secondary')", name=op.f("ck_mappings_fit_known")),
        sa.ForeignKeyConstraint(["item_pk"], ["items.pk"], name=op.f("fk_mappings_item_pk_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["phase_pk"], ["phases.pk"], name=op.f("fk_mappings_phase_pk_phases")),
        sa.ForeignKeyConstraint(["segment_pk"], ["segments.pk"], name=op.f("fk_mappings_segment_pk_segments")),
        sa.ForeignKeyConstraint(["stage_pk"], ["stages.pk"], name=op.f("fk_mappings_stage_pk_stages")),
        sa.PrimaryKeyConstraint("item_pk", "position", name=op.f("pk_mappings")),
        sa.UniqueConstraint(
            "item_pk",
            "segment_pk",
            "stage_pk",
            "phase_pk",
            name=op.f("uq_mappings_item_pk_segment_pk_stage_pk_phase_pk"),
        ),
    )
    op.create_table(
        "placements",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("channel_pk", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_before", sa.String(), nullable=True),
        sa.Column("stage_pk", sa.Integer(), nullable=True),
        sa.Column("phase_pk", sa.Integer(), nullable=True),
        sa.Column("campaign_pk", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("call_to_action", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("image_alt", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("service", sa.Boolean(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status IN ('tentative', 'planned', 'approved', 'published', 'cancelled')",
            name=op.f("ck_placements_status_known"),
        ),
        sa.CheckConstraint(
            "status_before IN ('tentative', 'planned', 'approved', 'published', 'cancelled')",
            name=op.f("ck_placements_status_before_known"),
        ),
        sa.CheckConstraint('"on" IS NULL OR at IS NULL', name=op.f("ck_placements_day_or_moment")),
        sa.CheckConstraint("priority BETWEEN 0 AND 10", name=op.f("ck_placements_priority_range")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_placements_sequence_least")),
        sa.ForeignKeyConstraint(["campaign_pk"], ["campaigns.pk"], name=op.f("fk_placements_campaign_pk_campaigns")),
        sa.ForeignKeyConstraint(["channel_pk"], ["channels.pk"], name=op.f("fk_placements_channel_pk_channels")),
        sa.ForeignKeyConstraint(
            ["item_pk"], ["items.pk"], name=op.f("fk_placements_item_pk_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["phase_pk"], ["phases.pk"], name=op.f("fk_placements_phase_pk_phases")),
        sa.ForeignKeyConstraint(["stage_pk"], ["stages.pk"], name=op.f("fk_placements_stage_pk_stages")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_placements")),
        sa.UniqueConstraint("uid", name=op.f("uq_placements_uid")),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placements_item_pk"), ["item_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_placements_revision"), ["revision"], unique=False)

    op.create_table(
        "touchpoint_channels",
        sa.Column("touchpoint_pk", sa.Integer(), nullable=False),
        sa.Column("channel_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_pk"], ["channels.pk"], name=op.f("fk_touchpoint_channels_channel_pk_channels"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_pk"],
            ["touchpoints.pk"],
            name=op.f("fk_touchpoint_channels_touchpoint_pk_touchpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("touchpoint_pk", "channel_pk", name=op.f("pk_touchpoint_channels")),
    )
    with op.batch_alter_table("touchpoint_channels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_touchpoint_channels_channel_pk"), ["channel_pk"], unique=False)

    op.create_table(
        "touchpoint_items",
        sa.Column("touchpoint_pk", sa.Integer(), nullable=False),
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_pk"], ["items.pk"], name=op.f("fk_touchpoint_items_item_pk_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_pk"],
            ["touchpoints.pk"],
            name=op.f("fk_touchpoint_items_touchpoint_pk_touchpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("touchpoint_pk", "item_pk", name=op.f("pk_touchpoint_items")),
    )
    with op.batch_alter_table("touchpoint_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_touchpoint_items_item_pk"), ["item_pk"], unique=False)

    op.create_table(
        "kpi_values",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("kpi_pk", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("placement_pk", sa.Integer(), nullable=True),
        sa.Column("item_pk", sa.Integer(), nullable=True),
        sa.Column("channel_pk", sa.Integer(), nullable=True),
        sa.Column("campaign_pk", sa.Integer(), nullable=True),
        sa.Column("segment_pk", sa.Integer(), nullable=True),
        sa.Column("stage_pk", sa.Integer(), nullable=True),
        sa.Column("phase_pk", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_pk"], ["campaigns.pk"], name=op.f("fk_kpi_values_campaign_pk_campaigns")),
        sa.ForeignKeyConstraint(["channel_pk"], ["channels.pk"], name=op.f("fk_kpi_values_channel_pk_channels")),
        sa.ForeignKeyConstraint(
            ["item_pk"], ["items.pk"], name=op.f("fk_kpi_values_item_pk_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["kpi_pk"], ["kpis.pk"], name=op.f("fk_kpi_values_kpi_pk_kpis"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["phase_pk"], ["phases.pk"], name=op.f("fk_kpi_values_phase_pk_phases")),
        sa.ForeignKeyConstraint(
            ["placement_pk"], ["placements.pk"], name=op.f("fk_kpi_values_placement_pk_placements"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["segment_pk"], ["segments.pk"], name=op.f("fk_kpi_values_segment_pk_segments")),
        sa.ForeignKeyConstraint(["stage_pk"], ["stages.pk"], name=op.f("fk_kpi_values_stage_pk_stages")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_kpi_values")),
    )
    with op.batch_alter_table("kpi_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpi_values_item_pk"), ["item_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_values_kpi_pk"), ["kpi_pk"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_values_placement_pk"), ["placement_pk"], unique=False)

    op.create_table(
        "placement_segments",
        sa.Column("placement_pk", sa.Integer(), nullable=False),
        sa.Column("segment_pk", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_pk"],
            ["placements.pk"],
            name=op.f("fk_placement_segments_placement_pk_placements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["segment_pk"], ["segments.pk"], name=op.f("fk_placement_segments_segment_pk_segments")
        ),
        sa.PrimaryKeyConstraint("placement_pk", "segment_pk", name=op.f("pk_placement_segments")),
    )

    make = _sqlite_words if op.get_bind().dialect.name == "sqlite" else _postgresql_words
    for table, columns in TEXTS.items():
        make(table, columns)


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first tables; restore a backup instead.")
