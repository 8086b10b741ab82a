"""The tables that the revisions make are those of the models, and nothing in a vault is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from api.app import create_app
from cli import wiring
from ledger.database import IndexRow, VaultRow, open_database, reading, writing
from ledger.errors import Conflict
from ledger.hooks import store as hooks
from ledger.index.tables import MetaRow
from ledger.migrations import FOLDER, head
from ledger.participants.tables import SubjectRow
from ledger.proofs.keeping import Statements
from tests.support.chain import opened

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from ledger.migrations import Which

assert {
    *create_app.__module__,
    *wiring.__all__,
    *hooks.__all__,
}  # once imported, every table is known

BOTH: list[tuple[type[IndexRow | VaultRow], Which]] = [(IndexRow, "index"), (VaultRow, "vault")]


SINCE_0006 = ("access_challenge", "access_key", "access_session", "sent_transaction")
SINCE_0010 = ("identity", "identity_challenge")
LATER = (*SINCE_0006, *SINCE_0010, "batch_return_reason", "hook", "hook_letter", "proof_statement")
"""Tables of the vault that its first revision does not make."""


def without_answers(connection: Connection) -> None:
    """Undo the revisions 0009 and 0012."""
    connection.execute(text("DROP INDEX ix_idempotency_keys_touched_at"))
    for column in ("status", "headers", "seed", "nonce"):
        connection.execute(text(f"ALTER TABLE idempotency_keys DROP COLUMN {column}"))


def differences(engine: Engine, base: type[IndexRow | VaultRow]) -> list[Any]:
    """What a revision would have to change for the tables to be as the models say."""
    names = set(base.metadata.tables)

    def ours(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or name in names

    with engine.connect() as connection:
        options = {"include_name": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found: list[Any] = compare_metadata(context, base.metadata)
        return found


@pytest.mark.parametrize(("base", "which"), BOTH)
def test_the_revisions_make_what_the_models_say(
    tmp_path: Path, base: type[IndexRow | VaultRow], which: Which
) -> None:
    with opened(tmp_path / "a.db", base) as engine:
        assert len(base.metadata.tables) > 10
        assert differences(engine, base) == []
        assert set(inspect(engine).get_table_names()) == {*base.metadata.tables, f"{which}_version"}


def test_a_difference_would_be_seen(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", VaultRow) as engine:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE subject DROP COLUMN salt"))
            connection.execute(text("DROP TABLE scrub"))
        assert len(differences(engine, VaultRow)) == 2


def test_a_vault_of_before_keeps_its_rows_and_gets_what_it_lacks(tmp_path: Path) -> None:
    before = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    VaultRow.metadata.create_all(before)
    with writing(before) as session:
        session.add(SubjectRow(digest="d", salt="s", document="{}"))
    with before.begin() as connection:
        for table in ("scrub", *LATER):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("DROP INDEX ix_uploads_remote"))
        connection.execute(text("ALTER TABLE uploads DROP COLUMN remote"))
        connection.execute(text("ALTER TABLE deposit_draft DROP COLUMN expires_at"))
        without_answers(connection)
    before.dispose()
    with opened(tmp_path / "a.db", VaultRow) as engine:
        assert differences(engine, VaultRow) == []
        with reading(engine) as session:
            kept = session.get(SubjectRow, "d")
            assert kept is not None
            assert (kept.salt, kept.document) == ("s", "{}")


def test_statements_in_the_form_of_before_are_taken_out_once(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db", VaultRow) as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE vault_version SET version_num = '0005'"))
            connection.execute(text("DROP INDEX ix_hook_owner"))
            connection.execute(text("ALTER TABLE hook DROP COLUMN owner"))
            for table in (*SINCE_0006, *SINCE_0010):
                connection.execute(text(f"DROP TABLE {table}"))
            without_answers(connection)
        Statements(engine).keep("Deposited", 1, {"form": "before"})
    with opened(tmp_path / "a.db", VaultRow) as engine:
        statements = Statements(engine)
        assert statements.last("Deposited") == 0
        statements.keep("Deposited", 1, {"form": "now"})
    with opened(tmp_path / "a.db", VaultRow) as engine:
        assert Statements(engine).get("Deposited", 1) == {"form": "now"}


def test_an_index_of_before_is_emptied_to_be_built_anew(tmp_path: Path) -> None:
    before = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with before.begin() as connection:
        connection.execute(text("CREATE TABLE asset_freeze (class_id BIGINT PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE index_meta (key TEXT PRIMARY KEY, value TEXT)"))
        connection.execute(text("INSERT INTO index_meta VALUES ('projections', 'assets/1')"))
    before.dispose()
    with opened(tmp_path / "a.db", IndexRow) as engine:
        assert differences(engine, IndexRow) == []
        with writing(engine) as session:
            assert session.get(MetaRow, "projections") is None
            session.add(MetaRow(key="projections", value="assets/3"))
    with opened(tmp_path / "a.db", IndexRow) as again, reading(again) as session:
        assert session.get(MetaRow, "projections") is not None, "only once"


@pytest.mark.parametrize(("base", "which"), BOTH)
def test_a_database_of_a_newer_program_is_refused(
    tmp_path: Path, base: type[IndexRow | VaultRow], which: Which
) -> None:
    with opened(tmp_path / "a.db", base) as engine, engine.begin() as connection:
        connection.execute(text(f"UPDATE {which}_version SET version_num = '9999'"))  # noqa: S608 - of our own
    with pytest.raises(Conflict) as refused:
        open_database(f"sqlite:///{tmp_path / 'a.db'}", base)
    assert refused.value.code == "database.newer"
    assert refused.value.facts == {"found": "9999", "known": head(which)}


@pytest.mark.parametrize("which", ["index", "vault"])
def test_revisions_follow_one_another_and_their_files_names(which: str) -> None:
    before = None
    for path in sorted((FOLDER / which).glob("r*.py")):
        scope: dict[str, Any] = {}
        exec(compile(path.read_text("utf-8"), path.name, "exec"), scope)  # noqa: S102 - our own file
        assert scope["down_revision"] == before
        before = scope["revision"]
        assert path.name.startswith(f"r{before}_")
    assert before is not None
