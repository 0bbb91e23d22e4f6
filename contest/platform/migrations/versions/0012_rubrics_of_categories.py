"""a rubric for one category, what its weights mean, every version of it."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from contest.platform.database import ExactDecimal, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FOR_ALL = sa.text("category_id IS NULL")


def upgrade() -> None:
    """Every rubric there is becomes one for all categories."""
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_rubric_of_a_category)
    else:
        op.drop_constraint("uq_rubric_round_id", "rubric", type_="unique")
        op.add_column("rubric", sa.Column("category_id", sa.Integer(), nullable=True))
        op.add_column("rubric", _weighing())
        op.create_foreign_key(op.f("fk_rubric_category_id"), "rubric", "category", ["category_id"], ["id"])
        op.create_unique_constraint(
            op.f("uq_rubric_round_id_category_id"), "rubric", ["round_id", "category_id"]
        )
    op.create_index(
        "uq_rubric_for_all",
        "rubric",
        ["round_id"],
        unique=True,
        sqlite_where=FOR_ALL,
        postgresql_where=FOR_ALL,
    )
    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rubric_version_round_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_rubric_version_category_id")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_rubric_version_saved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
    )
    op.create_index(op.f("ix_rubric_version_round_id"), "rubric_version", ["round_id"])


def downgrade() -> None:
    """Go back; rubrics of single categories, by which works may have been marked, stand in the way."""
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM rubric WHERE category_id IS NOT NULL")):
        raise RuntimeError("there are rubrics of single categories, which the older version cannot keep")
    op.drop_index(op.f("ix_rubric_version_round_id"), table_name="rubric_version")
    op.drop_table("rubric_version")
    op.drop_index("uq_rubric_for_all", table_name="rubric")
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(_rubric_of_a_round)
        return
    op.drop_constraint("uq_rubric_round_id_category_id", "rubric", type_="unique")
    op.drop_constraint("fk_rubric_category_id", "rubric", type_="foreignkey")
    op.drop_column("rubric", "category_id")
    op.drop_column("rubric", "weighing")
    op.create_unique_constraint(op.f("uq_rubric_round_id"), "rubric", ["round_id"])


def _weighing() -> sa.Column[str]:
    return sa.Column("weighing", sa.String(length=10), nullable=False, server_default="free")


def _make_anew(create: Callable[[], None]) -> None:
    """Take the constraint off as SQLite can: a new table of the same name, while criteria wait for their rubrics."""
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TEMPORARY TABLE kept_rubric AS SELECT * FROM rubric")
    op.drop_table("rubric")
    create()
    op.execute(
        "INSERT INTO rubric (id, round_id, full_score, frozen_at)"
        " SELECT id, round_id, full_score, frozen_at FROM kept_rubric"
    )
    op.execute("DROP TABLE kept_rubric")


def _rubric_of_a_category() -> None:
    op.create_table(
        "rubric",
        *_columns(),
        sa.Column("category_id", sa.Integer(), nullable=True),
        _weighing(),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_rubric_category_id")),
        sa.UniqueConstraint("round_id", "category_id", name=op.f("uq_rubric_round_id_category_id")),
    )


def _rubric_of_a_round() -> None:
    op.create_table("rubric", *_columns(), sa.UniqueConstraint("round_id", name=op.f("uq_rubric_round_id")))


def _columns() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("full_score", ExactDecimal(precision=12, scale=4), nullable=False),
        sa.Column("frozen_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rubric_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
    )
