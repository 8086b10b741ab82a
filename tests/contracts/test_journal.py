"""The journal: streams and their heads, who opens and keeps them, and what is refused."""

from __future__ import annotations

import string

import pytest

from tests.contracts.evm import NOW, Event, RefusedError
from tests.contracts.world import BASIS, OPERATOR, World, digest

PURPOSE, ROOT = digest("purpose"), digest("root")
OPERATOR_NUMBER, ATTESTOR = 2, 3
NO_HEAD = {"size": 0, "root": bytes(32), "block_number": 0, "recorded_at": 0}


def open_stream(world: World, name: str = "access", who: str = "operator") -> int:
    number: int = world.journal.act(who, "open_stream", name, PURPOSE).answer
    return number


def append(world: World, size: int, root: bytes = ROOT, who: str = "operator") -> int:
    index: int = world.journal.act(who, "append", 1, size, root).answer
    return index


def test_the_operator_opens_a_stream_and_keeps_it(world: World) -> None:
    outcome = world.journal.act("operator", "open_stream", "access", PURPOSE)
    assert outcome.answer == 1 == world.journal.ask("stream_count")
    assert outcome.event == Event(
        "StreamOpened",
        {
            "stream": 1,
            "keeper": OPERATOR_NUMBER,
            "name": "access",
            "purpose": PURPOSE,
            "basis": bytes(32),
        },
    )
    assert world.journal.ask("stream_of", 1) == {
        "name": "access",
        "purpose": PURPOSE,
        "keeper": OPERATOR_NUMBER,
        "opened_at": NOW,
        "count": 0,
    }


def test_the_authority_has_a_stream_kept_by_whom_it_names(world: World) -> None:
    outcome = world.decree("journal", "order_stream", "inspections", PURPOSE, ATTESTOR)
    assert outcome.event == Event(
        "StreamOpened",
        {
            "stream": 1,
            "keeper": ATTESTOR,
            "name": "inspections",
            "purpose": PURPOSE,
            "basis": BASIS,
        },
    )
    with pytest.raises(RefusedError, match=r"^journal: not the keeper$"):
        append(world, 1)
    append(world, 1, who="attestor")


def test_streams_are_found_by_their_names(world: World) -> None:
    assert world.journal.ask("stream_named", "fixity") == 0
    for name in ("access", "fixity", "requests"):
        open_stream(world, name)
    names = [world.journal.ask("stream_of", number)["name"] for number in (1, 2, 3)]
    assert names == ["access", "fixity", "requests"]
    assert world.journal.ask("stream_named", "fixity") == 2
    assert world.journal.ask("stream_named", "fixit") == 0


@pytest.mark.parametrize("who", ["authority", "depositor", "stranger"])
def test_nobody_else_opens_a_stream(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^journal: not the operator$"):
        open_stream(world, who=who)
    with pytest.raises(RefusedError, match=r"^journal: not the authority$"):
        world.journal.act(who, "order_stream", "access", PURPOSE, ATTESTOR)


def test_the_operator_orders_no_stream_of_another_keeper(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^journal: not the authority$"):
        world.journal.act("operator", "order_stream", "access", PURPOSE, ATTESTOR)


def test_a_name_is_no_other_stream_s(world: World) -> None:
    open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: the name is taken$"):
        open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: the name is taken$"):
        world.decree("journal", "order_stream", "access", PURPOSE, ATTESTOR)


def test_a_name_has_lower_case_letters_digits_and_hyphens_only(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^journal: name is empty$"):
        open_stream(world, "")
    good = string.ascii_lowercase[:21] + string.digits + "-"
    assert len(good) == 32
    open_stream(world, good)
    open_stream(world, string.ascii_lowercase[21:])
    known = set(string.ascii_lowercase + string.digits + "-")
    for sign in sorted({chr(code) for code in range(128)} - known):
        for name in (sign, f"access{sign}", f"{sign}access"):
            with pytest.raises(RefusedError, match=r"^journal: the name has other signs$"):
                open_stream(world, name)
    with pytest.raises(RefusedError, match=r"^journal: the name has other signs$"):
        world.decree("journal", "order_stream", "журнал", PURPOSE, ATTESTOR)


def test_a_stream_needs_a_purpose_and_an_active_keeper(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^journal: purpose is zero$"):
        world.journal.act("operator", "open_stream", "access", bytes(32))
    world.suspend("attestor")
    for keeper in (0, 99, ATTESTOR):
        with pytest.raises(RefusedError, match=r"^journal: the keeper is not active$"):
            world.decree("journal", "order_stream", "access", PURPOSE, keeper)


def test_a_head_is_recorded_with_its_block_and_time(world: World) -> None:
    open_stream(world)
    assert world.journal.ask("head", 1) == NO_HEAD
    assert world.journal.ask("count", 1) == 0
    world.evm.wait(60)
    outcome = world.journal.act("operator", "append", 1, 10, ROOT)
    assert outcome.answer == 1 == world.journal.ask("count", 1)
    assert outcome.event == Event(
        "Appended",
        {"stream": 1, "index": 1, "keeper": OPERATOR_NUMBER, "size": 10, "root": ROOT},
    )
    here = {"block_number": world.evm.block, "recorded_at": NOW + 60}
    head = {"size": 10, "root": ROOT, **here}
    assert world.journal.ask("head", 1) == head == world.journal.ask("head_at", 1, 1)
    assert world.journal.ask("stream_of", 1)["count"] == 1


def test_every_head_stays_and_the_last_one_is_told(world: World) -> None:
    open_stream(world)
    open_stream(world, "fixity")
    for size in (1, 2, 40):
        append(world, size, digest(f"root of {size}"))
    found = [world.journal.ask("head_at", 1, index) for index in (1, 2, 3)]
    assert [(each["size"], each["root"]) for each in found] == [
        (size, digest(f"root of {size}")) for size in (1, 2, 40)
    ]
    assert world.journal.ask("head", 1) == found[2]
    assert world.journal.ask("head", 2) == NO_HEAD
    for index in (0, 4):
        with pytest.raises(RefusedError, match=r"^journal: no such head$"):
            world.journal.ask("head_at", 1, index)


def test_a_log_that_has_not_grown_is_refused_whatever_its_root(world: World) -> None:
    open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: the log has not grown$"):
        append(world, 0)
    append(world, 10)
    for size in (0, 9, 10):
        for root in (ROOT, digest("other root")):
            with pytest.raises(RefusedError, match=r"^journal: the log has not grown$"):
                append(world, size, root)
    append(world, 11)


def test_a_size_beyond_any_log_and_a_root_of_zero_are_refused(world: World) -> None:
    open_stream(world)
    for size in (2**48 + 1, 2**256 - 1):
        with pytest.raises(RefusedError, match=r"^journal: size is too large$"):
            append(world, size)
    with pytest.raises(RefusedError, match=r"^journal: root is zero$"):
        append(world, 1, bytes(32))
    append(world, 2**48)


@pytest.mark.parametrize("who", ["authority", "other operator", "attestor"])
def test_nobody_but_the_keeper_appends(world: World, who: str) -> None:
    world.admit("other operator", OPERATOR)
    open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: not the keeper$"):
        append(world, 1, who=who)


def test_a_keeper_who_is_not_active_appends_nothing(world: World) -> None:
    open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: not an active participant$"):
        append(world, 1, who="stranger")
    world.suspend("operator")
    with pytest.raises(RefusedError, match=r"^journal: not an active participant$"):
        append(world, 1)


def test_a_keeper_keeps_the_stream_with_a_new_key_and_without_the_role(world: World) -> None:
    open_stream(world)
    world.set_roles("operator", 0)
    world.replace_key("operator", "new key")
    with pytest.raises(RefusedError, match=r"^journal: not an active participant$"):
        append(world, 1)
    append(world, 1, who="new key")


def test_the_authority_appoints_another_keeper(world: World) -> None:
    open_stream(world)
    append(world, 5)
    outcome = world.decree("journal", "appoint", 1, ATTESTOR)
    assert outcome.event == Event(
        "KeeperAppointed", {"stream": 1, "keeper": ATTESTOR, "basis": BASIS}
    )
    assert world.journal.ask("stream_of", 1)["keeper"] == ATTESTOR
    with pytest.raises(RefusedError, match=r"^journal: not the keeper$"):
        append(world, 6)
    with pytest.raises(RefusedError, match=r"^journal: the log has not grown$"):
        append(world, 5, who="attestor")
    assert append(world, 6, who="attestor") == 2


@pytest.mark.parametrize("who", ["authority", "operator", "stranger"])
def test_nobody_but_the_authority_by_its_decision_appoints(world: World, who: str) -> None:
    open_stream(world)
    with pytest.raises(RefusedError, match=r"^journal: not the authority$"):
        world.journal.act(who, "appoint", 1, ATTESTOR)
    world.suspend("attestor")
    with pytest.raises(RefusedError, match=r"^journal: the keeper is not active$"):
        world.decree("journal", "appoint", 1, ATTESTOR)


def test_an_unknown_stream_is_refused(world: World) -> None:
    open_stream(world)
    for stream in (0, 2):
        with pytest.raises(RefusedError, match=r"^journal: no such stream$"):
            world.journal.act("operator", "append", stream, 1, ROOT)
        with pytest.raises(RefusedError, match=r"^journal: no such stream$"):
            world.decree("journal", "appoint", stream, ATTESTOR)
        for view in ("stream_of", "count", "head"):
            with pytest.raises(RefusedError, match=r"^journal: no such stream$"):
                world.journal.ask(view, stream)
        with pytest.raises(RefusedError, match=r"^journal: no such stream$"):
            world.journal.ask("head_at", stream, 1)


def test_two_streams_grow_apart(world: World) -> None:
    open_stream(world)
    open_stream(world, "fixity")
    append(world, 100)
    assert world.journal.act("operator", "append", 2, 1, ROOT).answer == 1
    assert world.journal.act("operator", "append", 2, 2, ROOT).event.args["index"] == 2
