"""The depository with batches under any sequence of acts, foretold by the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.contracts.batches import Batch, batch_over
from tests.contracts.depository_machine import ACTS, MOST, Depository
from tests.contracts.depository_model import DEPOSITORS, NUMBERS, PEOPLE, ROOTS
from tests.contracts.deposits import ACCEPTED, ANNULLED, DEPOSITED, RETURNED, content
from tests.contracts.evm import account
from tests.contracts.world import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Draw = Callable[[Sequence[Any]], Any]

__all__ = ["Batches"]

FEW: Final = 4
WORD: Final = digest("word")
UNKNOWN_KIND: Final = content(digest("unknown kind"), kind=9)
OFTEN: Final = ("deposit_many", "take_out", "take_out", "take_out", "decide_batch") * 3


@dataclass
class Kept:
    """What the model knows of a batch."""

    batch: Batch
    possessor: str
    status: int = DEPOSITED
    operator: str = ""
    taken: dict[int, int] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        return self.status in (DEPOSITED, ACCEPTED)


class Batches(Depository):
    """Batches of the same contents, by the same people, among the other acts."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[Kept] = []

    def deposit_many(self, draw: Draw) -> None:
        kept, who = self.batches, draw((*DEPOSITORS * 4, *PEOPLE))
        order = draw((ROOTS, ROOTS[::-1], (ROOTS[0], ROOTS[0])))
        batch = batch_over([*map(content, order), UNKNOWN_KIND])
        allowed = who in DEPOSITORS and self.model.active(who)
        if len(kept) < FEW and self.attempt(allowed, who, "deposit_many", *batch.args()):
            kept.append(Kept(batch, who))

    def decide_batch(self, draw: Draw) -> None:
        kept = self.batches
        if not kept:
            return
        number, who = draw(range(1, len(kept) + 1)), draw((*["operator"] * 8, *PEOPLE))
        it = kept[number - 1]
        if it.status == ACCEPTED and draw((False, True)):
            self.world.decree("depository", "annul_batch", number)
            it.status = ANNULLED
            return
        function, *args = draw((("accept_batch",), ("accept_batch",), ("return_batch", WORD)))
        allowed = it.status == DEPOSITED and who == "operator" and self.model.active(who)
        if self.attempt(allowed, who, function, number, *args):
            accepted = function == "accept_batch"
            it.status = ACCEPTED if accepted else RETURNED
            it.operator = self.keys[who] if accepted else ""

    def take_out(self, draw: Draw) -> None:
        kept, model = self.batches, self.model
        if not kept or len(model.known) >= 2 * MOST:
            return
        number, index = draw(range(1, len(kept) + 1)), draw((0, 0, 1, 1, 2))
        it = kept[number - 1]
        who, root = draw([*[it.possessor] * 16, *PEOPLE]), it.batch.records[index][0]
        fit = it.stands and index not in it.taken and index != 2
        allowed = fit and who == it.possessor and model.may_deposit(who, root)
        if self.attempt(allowed, who, "take_out", *it.batch.taking(number, index)):
            free = not model.accepted(root)
            model.enter(who, root, 0, self.world.evm.block)
            it.taken[index] = len(model.known)
            if it.status == ACCEPTED and free:
                model.known[len(model.known)].status = ACCEPTED

    @rule(data=st.data(), act=st.sampled_from((*ACTS, *OFTEN)))
    def act(self, data: st.DataObject, act: str) -> None:
        """One act, or one try."""
        getattr(self, act)(lambda values: data.draw(st.sampled_from(values)))
        self.steps += 1

    @invariant()
    def a_batch_is_what_the_model_says(self) -> None:
        ask, kept = self.world.depository.ask, self.batches
        assert ask("batches_count") == len(kept)
        for number, each in enumerate(kept, 1):
            found = ask("batch_of", number)
            assert (found["root"], found["size"], found["content"]) == each.batch.args()
            assert found["possessor"] == NUMBERS[each.possessor]
            assert (found["status"], found["taken"]) == (each.status, len(each.taken))
            nobody = "0x" + "00" * 20
            assert found["operator"] == (account(each.operator) if each.operator else nobody)
            for index in range(3):
                assert ask("taken_out", number, index) == each.taken.get(index, 0)

    def standing(self) -> int:
        """How many deposits stand, and records in batches that do."""
        batches = (3 - len(each.taken) for each in self.batches if each.stands)
        return super().standing() + sum(batches)
