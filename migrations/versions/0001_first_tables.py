"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001_first_tables", None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
    )
    op.create_index(op.f("ix_audit_event_subject_id"), "audit_event", ["subject_id"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("events", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "form_draft",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_form_draft")),
    )
    op.create_index(op.f("ix_form_draft_created_at"), "form_draft", ["created_at"], unique=False)
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index(op.f("ix_import_run_digest"), "import_run", ["digest"], unique=False)
    op.create_table(
        "occupation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.Column("name_latn", sa.String(), nullable=True),
        sa.Column("policy_term", sa.String(), nullable=True),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("extra_permit", sa.String(), nullable=True),
        sa.Column("code_warning", sa.String(), nullable=True),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
        sa.UniqueConstraint("code", name=op.f("uq_occupation_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_occupation_ref")),
    )
    op.create_table(
        "periodic_job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_periodic_job")),
    )
    op.create_table(
        "portal_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_portal_state")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index(op.f("ix_region_parent_code"), "region", ["parent_code"], unique=False)
    op.create_table(
        "region_retired",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_changed_year", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("successor_code", sa.String(), nullable=True),
        sa.Column("successor_name", sa.String(), nullable=True),
        sa.Column("in_use_today", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", "name", "last_changed_year", name=op.f("pk_region_retired")),
    )
    op.create_table(
        "word_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_report")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_zh", sa.String(), nullable=False),
        sa.Column("title_mn", sa.String(), nullable=True),
        sa.Column("body_zh", sa.String(), nullable=False),
        sa.Column("body_mn", sa.String(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "policy",
                "classes",
                "publication",
                "service",
                name="announcement_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.code"], name=op.f("fk_announcement_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("published_on", "title_zh", name=op.f("uq_announcement_published_on_title_zh")),
    )
    op.create_index("ix_announcement_kind_published_on", "announcement", ["kind", "published_on"], unique=False)
    op.create_table(
        "catalog_issue",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "published", "superseded", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_catalog_issue_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_issue")),
    )
    op.create_index("ix_catalog_issue_region_state", "catalog_issue", ["region_code", "state"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.Column("id_number", sa.String(), nullable=False),
        sa.Column("id_number_index", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(), nullable=True),
        sa.Column(
            "phone_owner",
            sa.Enum("own", "relative", name="phone_owner", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("home_region", sa.String(), nullable=False),
        sa.Column("present_region", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column(
            "real_name_level",
            sa.Enum(
                "declared",
                "station_checked",
                "registry_checked",
                name="real_name_level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["home_region"], ["region.code"], name=op.f("fk_person_home_region")),
        sa.ForeignKeyConstraint(["present_region"], ["region.code"], name=op.f("fk_person_present_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_home_region"), "person", ["home_region"], unique=False)
    op.create_index(op.f("ix_person_id_number_index"), "person", ["id_number_index"], unique=False)
    op.create_index(op.f("ix_person_phone_index"), "person", ["phone_index"], unique=False)
    op.create_index(
        "uq_person_live_id_number",
        "person",
        ["id_number_index"],
        unique=True,
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("credit_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "institution",
                "base",
                "online",
                "enterprise",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("accredited_from", sa.Date(), nullable=False),
        sa.Column("accredited_to", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("active", "withdrawn", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_provider_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_provider_credit_code")),
    )
    op.create_index(op.f("ix_provider_region_code"), "provider", ["region_code"], unique=False)
    op.create_table(
        "station",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("opening", sa.String(), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_station_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
    )
    op.create_index(op.f("ix_station_region_code"), "station", ["region_code"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "trainee",
                "station_clerk",
                "provider_staff",
                "bureau_officer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("login_name", sa.String(), nullable=True),
        sa.Column("display_name", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("provider_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(role = 'trainee') = (person_id IS NOT NULL)", name=op.f("ck_account_trainee_has_person")),
        sa.CheckConstraint(
            "role <> 'bureau_officer' OR region_code IS NOT NULL", name=op.f("ck_account_officer_has_region")
        ),
        sa.CheckConstraint(
            "role <> 'provider_staff' OR provider_id IS NOT NULL", name=op.f("ck_account_staff_has_provider")
        ),
        sa.CheckConstraint(
            "role <> 'station_clerk' OR station_id IS NOT NULL", name=op.f("ck_account_clerk_has_station")
        ),
        sa.CheckConstraint("role = 'trainee' OR login_name IS NOT NULL", name=op.f("ck_account_staff_has_login")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_account_provider_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_account_region_code")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_account_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login_name", name=op.f("uq_account_login_name")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "catalog_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occupation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column(
            "shortage",
            sa.Enum("urgent", "short", "normal", name="shortage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("name_mn", sa.String(), nullable=True),
        sa.CheckConstraint(
            "amount_fen IS NULL OR document_number IS NOT NULL", name=op.f("ck_catalog_entry_amount_has_document")
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_catalog_entry_hours_positive")),
        sa.ForeignKeyConstraint(["issue_id"], ["catalog_issue.id"], name=op.f("fk_catalog_entry_issue_id")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_catalog_entry_occupation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalog_entry")),
        sa.UniqueConstraint(
            "issue_id", "occupation_id", "level", name=op.f("uq_catalog_entry_issue_id_occupation_id_level")
        ),
    )
    op.create_index(op.f("ix_catalog_entry_occupation_id"), "catalog_entry", ["occupation_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_person_id_id", "message", ["person_id", "id"], unique=False)
    op.create_table(
        "person_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column(
            "evidence",
            sa.Enum(
                "declared", "seen", "compared", name="evidence", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_group_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_group")),
        sa.UniqueConstraint(
            "person_id", "group_code", "valid_from", name=op.f("uq_person_group_person_id_group_code_valid_from")
        ),
    )
    op.create_index(op.f("ix_person_group_person_id"), "person_group", ["person_id"], unique=False)
    op.create_table(
        "summary_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("valid", "replaced", "revoked", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("look_ups", sa.Integer(), nullable=False),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_mark", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_summary_document_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_document")),
        sa.UniqueConstraint("code", name=op.f("uq_summary_document_code")),
    )
    op.create_index("ix_summary_document_person_id_id", "summary_document", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_summary_document_newest",
        "summary_document",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state = 'valid'"),
        postgresql_where=sa.text("state = 'valid'"),
    )
    op.create_table(
        "class_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occupation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trade", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("training_type", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("daily_hours", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("place_mn", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("apply_from", sa.Date(), nullable=False),
        sa.Column("apply_by", sa.Date(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("zh", "mn", "both", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "mode",
            sa.Enum("onsite", "online", "mixed", name="mode", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("target_groups", sa.JSON(), nullable=False),
        sa.Column("bring", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "running",
                "finished",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cancelled_reason", sa.String(), nullable=True),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("apply_by <= starts_on", name=op.f("ck_class_session_deadline_before_start")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_class_session_capacity_positive")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_class_session_ends_after_start")),
        sa.CheckConstraint(
            "seats_taken >= 0 AND seats_taken <= capacity", name=op.f("ck_class_session_seats_within_capacity")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["catalog_entry.id"], name=op.f("fk_class_session_entry_id")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_class_session_occupation_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_class_session_provider_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_class_session_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
        sa.UniqueConstraint("number", name=op.f("uq_class_session_number")),
    )
    op.create_index(op.f("ix_class_session_entry_id"), "class_session", ["entry_id"], unique=False)
    op.create_index(
        "ix_class_session_occupation_starts", "class_session", ["occupation_id", "starts_on", "id"], unique=False
    )
    op.create_index(
        "ix_class_session_offered_by",
        "class_session",
        ["provider_id", "apply_by"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_class_session_offered_for",
        "class_session",
        ["occupation_id", "level", "apply_by", "region_code"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_class_session_open",
        "class_session",
        ["starts_on", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_class_session_provider_starts", "class_session", ["provider_id", "starts_on", "id"], unique=False
    )
    op.create_index("ix_class_session_region_starts", "class_session", ["region_code", "starts_on", "id"], unique=False)
    op.create_index("ix_class_session_starts_on_id", "class_session", ["starts_on", "id"], unique=False)
    op.create_index("ix_class_session_state_starts", "class_session", ["state", "starts_on", "id"], unique=False)
    op.create_index("ix_class_session_waiting", "class_session", ["waiting"], unique=False)
    op.create_table(
        "clerk_phone",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_clerk_phone_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_clerk_phone")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("self", "station", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("by_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND proof IS NULL) OR (channel = 'station' AND station_id IS NOT NULL AND by_account_id IS NOT NULL AND proof IS NOT NULL)",
            name=op.f("ck_consent_channel_is_coherent"),
        ),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_consent_by_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_consent_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_person_id"), "consent", ["person_id"], unique=False)
    op.create_table(
        "refused_file",
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_refused_file_account_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_refused_file_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_refused_file")),
    )
    op.create_index(op.f("ix_refused_file_account_id"), "refused_file", ["account_id"], unique=False)
    op.create_index(op.f("ix_refused_file_created_at"), "refused_file", ["created_at"], unique=False)
    op.create_table(
        "roster_upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "checking",
                "checked",
                "running",
                "done",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_roster_upload_account_id")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_roster_upload_run_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_roster_upload_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_upload")),
    )
    op.create_index(op.f("ix_roster_upload_created_at"), "roster_upload", ["created_at"], unique=False)
    op.create_index(op.f("ix_roster_upload_station_id"), "roster_upload", ["station_id"], unique=False)
    op.create_table(
        "station_code",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_station_code_tries_not_negative")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_station_code_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_station_code_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_station_code_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_code")),
    )
    op.create_index(op.f("ix_station_code_person_id"), "station_code", ["person_id"], unique=False)
    op.create_table(
        "subsidy_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "closed",
                "discarded",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(published_by_id IS NULL) = (state IN ('draft', 'discarded'))",
            name=op.f("ck_subsidy_batch_published_by_someone"),
        ),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_subsidy_batch_ends_after_start")),
        sa.CheckConstraint(
            "published_by_id IS NULL OR published_by_id <> made_by_id", name=op.f("ck_subsidy_batch_four_eyes")
        ),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_subsidy_batch_closed_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_subsidy_batch_made_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["account.id"], name=op.f("fk_subsidy_batch_published_by_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_subsidy_batch_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_batch")),
    )
    op.create_index(op.f("ix_subsidy_batch_region_code"), "subsidy_batch", ["region_code"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("class_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "attending",
                "completed",
                "absent",
                "withdrawn",
                "declined",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "withdrew",
                "offer_declined",
                "offer_ran_out",
                "list_closed",
                "class_cancelled",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "channel",
            sa.Enum("self", "station", "roster", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("acted_for", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verdict", sa.JSON(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND acted_for = false) OR (channel <> 'self' AND station_id IS NOT NULL AND acted_for = true AND consent_id IS NOT NULL)",
            name=op.f("ck_application_channel_is_coherent"),
        ),
        sa.CheckConstraint(
            "end_reason IS NULL OR state IN ('withdrawn', 'declined', 'expired')",
            name=op.f("ck_application_reason_is_of_an_end"),
        ),
        sa.CheckConstraint(
            "offer_expires_at IS NULL OR state = 'waiting'", name=op.f("ck_application_offer_is_waiting")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_account_id")),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_application_class_session_id")
        ),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_application_consent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_application_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("class_session_id", "arrival", name=op.f("uq_application_class_session_id_arrival")),
    )
    op.create_index(
        "ix_application_class_session_state", "application", ["class_session_id", "state", "arrival"], unique=False
    )
    op.create_index(
        "ix_application_offers",
        "application",
        ["offer_expires_at"],
        unique=False,
        sqlite_where=sa.text("offer_expires_at IS NOT NULL"),
        postgresql_where=sa.text("offer_expires_at IS NOT NULL"),
    )
    op.create_index("ix_application_person_id_id", "application", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_application_live",
        "application",
        ["person_id", "class_session_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'accepted', 'attending')"),
        postgresql_where=sa.text("state IN ('waiting', 'accepted', 'attending')"),
    )
    op.create_table(
        "assisted_flow",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sheet_number", sa.String(), nullable=False),
        sa.Column("typed_number", sa.String(), nullable=True),
        sa.Column("typed_person", sa.String(), nullable=True),
        sa.Column("claim_code", sa.String(), nullable=True),
        sa.Column("read_back", sa.Boolean(), nullable=False),
        sa.Column("card_seen", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "close_reason",
            sa.Enum("finished", "idle", name="close_reason", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (close_reason IS NULL)", name=op.f("ck_assisted_flow_end_has_reason")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR (typed_number IS NULL AND typed_person IS NULL AND claim_code IS NULL)",
            name=op.f("ck_assisted_flow_closed_keeps_nothing"),
        ),
        sa.CheckConstraint(
            "consent_id IS NULL OR person_id IS NOT NULL", name=op.f("ck_assisted_flow_consent_is_someones")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_assisted_flow_account_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_assisted_flow_consent_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assisted_flow_person_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_assisted_flow_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_flow")),
    )
    op.create_index(op.f("ix_assisted_flow_account_id"), "assisted_flow", ["account_id"], unique=False)
    op.create_index(
        "ix_assisted_flow_open",
        "assisted_flow",
        ["touched_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_assisted_flow_person_id"), "assisted_flow", ["person_id"], unique=False)
    op.create_table(
        "class_announced",
        sa.Column("class_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people_told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_class_announced_class_session_id")
        ),
        sa.PrimaryKeyConstraint("class_session_id", name=op.f("pk_class_announced")),
    )
    op.create_table(
        "enrolment_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("class_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("class_number", sa.String(), nullable=False),
        sa.Column("occupation_code", sa.String(), nullable=True),
        sa.Column("occupation_name", sa.String(), nullable=False),
        sa.Column("occupation_name_mn", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("provider_name_mn", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours_attended", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum("passed", "failed", "absent", name="result", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("portal", "file", "declared", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("import_run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("replaced_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("hours_attended >= 0", name=op.f("ck_enrolment_record_hours_not_negative")),
        sa.ForeignKeyConstraint(
            ["class_session_id"], ["class_session.id"], name=op.f("fk_enrolment_record_class_session_id")
        ),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_enrolment_record_import_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_record_person_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_enrolment_record_region_code")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["enrolment_record.id"], name=op.f("fk_enrolment_record_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_record")),
    )
    op.create_index("ix_enrolment_record_class_number", "enrolment_record", ["class_number"], unique=False)
    op.create_index(
        op.f("ix_enrolment_record_class_session_id"), "enrolment_record", ["class_session_id"], unique=False
    )
    op.create_index(
        "ix_enrolment_record_ends_on_region_code", "enrolment_record", ["ends_on", "region_code"], unique=False
    )
    op.create_index(op.f("ix_enrolment_record_person_id"), "enrolment_record", ["person_id"], unique=False)
    op.create_index(
        "uq_enrolment_record_current",
        "enrolment_record",
        ["person_id", "class_number"],
        unique=True,
        sqlite_where=sa.text("replaced_by_id IS NULL"),
        postgresql_where=sa.text("replaced_by_id IS NULL"),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occupation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("own_words", sa.String(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("season", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("job_wish", sa.Boolean(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("self", "station", "roster", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("station_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "met",
                "withdrawn",
                "answered",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(channel = 'self' AND station_id IS NULL AND consent_id IS NULL) OR (channel <> 'self' AND station_id IS NOT NULL AND account_id IS NOT NULL AND consent_id IS NOT NULL)",
            name=op.f("ck_wish_channel_is_coherent"),
        ),
        sa.CheckConstraint("occupation_id IS NOT NULL OR own_words IS NOT NULL", name=op.f("ck_wish_says_what")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_wish_account_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_wish_consent_id")),
        sa.ForeignKeyConstraint(["occupation_id"], ["occupation.id"], name=op.f("fk_wish_occupation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_wish_region_code")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_wish_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_person_id"), "wish", ["person_id"], unique=False)
    op.create_index("ix_wish_region_code_state", "wish", ["region_code", "state"], unique=False)
    op.create_index("ix_wish_state_occupation", "wish", ["state", "occupation_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "qualification",
                "skill_level",
                "special_ability",
                "special_operation",
                "training",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("occupation_code", sa.String(), nullable=True),
        sa.Column("occupation_name", sa.String(), nullable=False),
        sa.Column("occupation_name_mn", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("valid", "replaced", "revoked", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum("portal", "file", "declared", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("import_run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["import_run_id"], ["import_run.id"], name=op.f("fk_certificate_import_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_certificate_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["enrolment_record.id"], name=op.f("fk_certificate_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_certificate_issuer_number")),
    )
    op.create_index(op.f("ix_certificate_person_id"), "certificate", ["person_id"], unique=False)
    op.create_table(
        "contest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "upheld", "rejected", name="contest_state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("own_words", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (answer IS NULL)", name=op.f("ck_contest_answer_has_words")),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("ck_contest_answer_has_moment")),
        sa.CheckConstraint("(state = 'open') = (answered_by IS NULL)", name=op.f("ck_contest_answer_has_officer")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_contest_answered_by")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_contest_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("number", name=op.f("uq_contest_number")),
    )
    op.create_index(op.f("ix_contest_application_id"), "contest", ["application_id"], unique=False)
    op.create_index(op.f("ix_contest_person_id"), "contest", ["person_id"], unique=False)
    op.create_index("ix_contest_state_due_on", "contest", ["state", "due_on"], unique=False)
    op.create_index(
        "uq_contest_open",
        "contest",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "roster_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("id_number_index", sa.String(), nullable=True),
        sa.Column(
            "colour",
            sa.Enum("green", "yellow", "red", name="colour", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "added", "unchanged", "refused", name="outcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("wish_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'refused' OR content IS NULL",
            name=op.f("ck_roster_row_taken_in_is_forgotten"),
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_roster_row_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_row_person_id")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["roster_upload.id"], name=op.f("fk_roster_row_upload_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_roster_row_wish_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_row")),
        sa.UniqueConstraint("upload_id", "number", name=op.f("uq_roster_row_upload_id_number")),
    )
    op.create_index(
        "ix_roster_row_upload_id_id_number_index", "roster_row", ["upload_id", "id_number_index"], unique=False
    )
    op.create_table(
        "subsidy_entitlement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("occupation_key", sa.String(), nullable=False),
        sa.Column("occupation_name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "claimed",
                "published",
                "paid",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("record_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("amount_document", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "amount_fen IS NULL OR amount_document IS NOT NULL", name=op.f("ck_subsidy_entitlement_amount_has_document")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["subsidy_batch.id"], name=op.f("fk_subsidy_entitlement_batch_id")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["account.id"], name=op.f("fk_subsidy_entitlement_claimed_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subsidy_entitlement_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["enrolment_record.id"], name=op.f("fk_subsidy_entitlement_record_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_subsidy_entitlement_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_entitlement")),
    )
    op.create_index(op.f("ix_subsidy_entitlement_batch_id"), "subsidy_entitlement", ["batch_id"], unique=False)
    op.create_index(op.f("ix_subsidy_entitlement_person_id"), "subsidy_entitlement", ["person_id"], unique=False)
    op.create_index(op.f("ix_subsidy_entitlement_record_id"), "subsidy_entitlement", ["record_id"], unique=False)
    op.create_index(
        "uq_subsidy_entitlement_once",
        "subsidy_entitlement",
        ["person_id", "occupation_key", "level"],
        unique=True,
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_table(
        "wish_told",
        sa.Column("wish_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("class_session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_session_id"], ["class_session.id"], name=op.f("fk_wish_told_class_session_id")),
        sa.ForeignKeyConstraint(["wish_id"], ["wish.id"], name=op.f("fk_wish_told_wish_id")),
        sa.PrimaryKeyConstraint("wish_id", "class_session_id", name=op.f("pk_wish_told")),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_mark", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entitlement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received", "in_hand", "answered", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)", name=op.f("ck_objection_answered_has_moment")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_objection_answered_by_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["subsidy_batch.id"], name=op.f("fk_objection_batch_id")),
        sa.ForeignKeyConstraint(
            ["entitlement_id"], ["subsidy_entitlement.id"], name=op.f("fk_objection_entitlement_id")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_objection_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_objection_code_mark")),
    )
    op.create_index(op.f("ix_objection_batch_id"), "objection", ["batch_id"], unique=False)
    op.create_index("ix_objection_region_code_state", "objection", ["region_code", "state", "due_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_objection_region_code_state", table_name="objection")
    op.drop_index(op.f("ix_objection_batch_id"), table_name="objection")
    op.drop_table("objection")
    op.drop_table("wish_told")
    op.drop_index(
        "uq_subsidy_entitlement_once",
        table_name="subsidy_entitlement",
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.drop_index(op.f("ix_subsidy_entitlement_record_id"), table_name="subsidy_entitlement")
    op.drop_index(op.f("ix_subsidy_entitlement_person_id"), table_name="subsidy_entitlement")
    op.drop_index(op.f("ix_subsidy_entitlement_batch_id"), table_name="subsidy_entitlement")
    op.drop_table("subsidy_entitlement")
    op.drop_index("ix_roster_row_upload_id_id_number_index", table_name="roster_row")
    op.drop_table("roster_row")
    op.drop_index(
        "uq_contest_open",
        table_name="contest",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_contest_state_due_on", table_name="contest")
    op.drop_index(op.f("ix_contest_person_id"), table_name="contest")
    op.drop_index(op.f("ix_contest_application_id"), table_name="contest")
    op.drop_table("contest")
    op.drop_index(op.f("ix_certificate_person_id"), table_name="certificate")
    op.drop_table("certificate")
    op.drop_index("ix_wish_state_occupation", table_name="wish")
    op.drop_index("ix_wish_region_code_state", table_name="wish")
    op.drop_index(op.f("ix_wish_person_id"), table_name="wish")
    op.drop_table("wish")
    op.drop_index(
        "uq_enrolment_record_current",
        table_name="enrolment_record",
        sqlite_where=sa.text("replaced_by_id IS NULL"),
        postgresql_where=sa.text("replaced_by_id IS NULL"),
    )
    op.drop_index(op.f("ix_enrolment_record_person_id"), table_name="enrolment_record")
    op.drop_index("ix_enrolment_record_ends_on_region_code", table_name="enrolment_record")
    op.drop_index(op.f("ix_enrolment_record_class_session_id"), table_name="enrolment_record")
    op.drop_index("ix_enrolment_record_class_number", table_name="enrolment_record")
    op.drop_table("enrolment_record")
    op.drop_table("class_announced")
    op.drop_index(op.f("ix_assisted_flow_person_id"), table_name="assisted_flow")
    op.drop_index(
        "ix_assisted_flow_open",
        table_name="assisted_flow",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_assisted_flow_account_id"), table_name="assisted_flow")
    op.drop_table("assisted_flow")
    op.drop_index(
        "uq_application_live",
        table_name="application",
        sqlite_where=sa.text("state IN ('waiting', 'accepted', 'attending')"),
        postgresql_where=sa.text("state IN ('waiting', 'accepted', 'attending')"),
    )
    op.drop_index("ix_application_person_id_id", table_name="application")
    op.drop_index(
        "ix_application_offers",
        table_name="application",
        sqlite_where=sa.text("offer_expires_at IS NOT NULL"),
        postgresql_where=sa.text("offer_expires_at IS NOT NULL"),
    )
    op.drop_index("ix_application_class_session_state", table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_subsidy_batch_region_code"), table_name="subsidy_batch")
    op.drop_table("subsidy_batch")
    op.drop_index(op.f("ix_station_code_person_id"), table_name="station_code")
    op.drop_table("station_code")
    op.drop_index(op.f("ix_roster_upload_station_id"), table_name="roster_upload")
    op.drop_index(op.f("ix_roster_upload_created_at"), table_name="roster_upload")
    op.drop_table("roster_upload")
    op.drop_index(op.f("ix_refused_file_created_at"), table_name="refused_file")
    op.drop_index(op.f("ix_refused_file_account_id"), table_name="refused_file")
    op.drop_table("refused_file")
    op.drop_index(op.f("ix_consent_person_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_table("clerk_phone")
    op.drop_index("ix_class_session_waiting", table_name="class_session")
    op.drop_index("ix_class_session_state_starts", table_name="class_session")
    op.drop_index("ix_class_session_starts_on_id", table_name="class_session")
    op.drop_index("ix_class_session_region_starts", table_name="class_session")
    op.drop_index("ix_class_session_provider_starts", table_name="class_session")
    op.drop_index(
        "ix_class_session_open",
        table_name="class_session",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "ix_class_session_offered_for",
        table_name="class_session",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "ix_class_session_offered_by",
        table_name="class_session",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_class_session_occupation_starts", table_name="class_session")
    op.drop_index(op.f("ix_class_session_entry_id"), table_name="class_session")
    op.drop_table("class_session")
    op.drop_index(
        "uq_summary_document_newest",
        table_name="summary_document",
        sqlite_where=sa.text("state = 'valid'"),
        postgresql_where=sa.text("state = 'valid'"),
    )
    op.drop_index("ix_summary_document_person_id_id", table_name="summary_document")
    op.drop_table("summary_document")
    op.drop_index(op.f("ix_person_group_person_id"), table_name="person_group")
    op.drop_table("person_group")
    op.drop_index("ix_message_person_id_id", table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_catalog_entry_occupation_id"), table_name="catalog_entry")
    op.drop_table("catalog_entry")
    op.drop_table("account")
    op.drop_index(op.f("ix_station_region_code"), table_name="station")
    op.drop_table("station")
    op.drop_index(op.f("ix_provider_region_code"), table_name="provider")
    op.drop_table("provider")
    op.drop_index(
        "uq_person_live_id_number",
        table_name="person",
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    op.drop_index(op.f("ix_person_phone_index"), table_name="person")
    op.drop_index(op.f("ix_person_id_number_index"), table_name="person")
    op.drop_index(op.f("ix_person_home_region"), table_name="person")
    op.drop_table("person")
    op.drop_index("ix_catalog_issue_region_state", table_name="catalog_issue")
    op.drop_table("catalog_issue")
    op.drop_index("ix_announcement_kind_published_on", table_name="announcement")
    op.drop_table("announcement")
    op.drop_table("word_report")
    op.drop_table("region_retired")
    op.drop_index(op.f("ix_region_parent_code"), table_name="region")
    op.drop_table("region")
    op.drop_table("portal_state")
    op.drop_table("periodic_job")
    op.drop_table("occupation")
    op.drop_index(op.f("ix_import_run_digest"), table_name="import_run")
    op.drop_table("import_run")
    op.drop_index(op.f("ix_idempotency_key_created_at"), table_name="idempotency_key")
    op.drop_table("idempotency_key")
    op.drop_index(op.f("ix_form_draft_created_at"), table_name="form_draft")
    op.drop_table("form_draft")
    op.drop_table("audit_head")
    op.drop_index(op.f("ix_audit_event_subject_id"), table_name="audit_event")
    op.drop_table("audit_event")
