"""A job counts the attempts that went wrong apart from those whose worker was lost.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What had gone wrong before was not told apart: such a job has all its attempts once more.
    op.add_column("jobs", sa.Column("faults", sa.Integer(), nullable=False, server_default="0"))
