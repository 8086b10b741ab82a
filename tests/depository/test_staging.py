"""A writer's folder is swept when the writer is dead, and never before, however steps meet."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Any

import pytest

from depository.blocks import EmbeddedStore
from depository.cid import RAW, cid_of
from depository.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STEPS = ("mkdir", "open", "flock", "close")


class Between:
    """Does something whole before and after each step that others can see."""

    def __init__(self, patch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
        self._act = act
        self._acting = False
        self.times = 0
        for name in STEPS:
            module: Any = fcntl if name == "flock" else os
            patch.setattr(module, name, self._surrounded(getattr(module, name)))

    def _surrounded(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def surrounded(*arguments: Any, **options: Any) -> Any:
            self._once()
            result = step(*arguments, **options)
            self._once()
            return result

        return surrounded

    def _once(self) -> None:
        if self._acting:
            return
        self._acting = True
        self.times += 1
        try:
            self._act()
        finally:
            self._acting = False


def test_a_store_opened_at_any_step_of_making_a_batch_leaves_the_batch_alone(
    tmp_path: Path,
) -> None:
    store, cid = EmbeddedStore(tmp_path), cid_of(RAW, b"kept")
    with pytest.MonkeyPatch.context() as patch:
        between = Between(patch, lambda: EmbeddedStore(tmp_path))
        batch = store.batch()
    assert between.times > 2 * len(STEPS)
    with batch:
        EmbeddedStore(tmp_path)
        batch.put(cid, b"kept")
        batch.sync()
    assert EmbeddedStore(tmp_path).get(cid) == b"kept"
    assert not list((tmp_path / "staging").iterdir())


def test_a_sweep_at_any_step_of_another_sweep_does_no_harm(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    alive, dead = staging.make(), staging.make()
    os.close(dead.handle)
    with pytest.MonkeyPatch.context() as patch:
        between = Between(patch, Staging(tmp_path).sweep)
        staging.sweep()
    assert between.times > 2 * len(STEPS)
    staging.sweep()
    assert list((tmp_path / "staging").iterdir()) == [alive.folder]
    alive.remove()
    assert not list((tmp_path / "staging").iterdir())


def test_a_sweep_waits_for_the_next_one_while_a_folder_is_made(tmp_path: Path) -> None:
    staging = Staging(tmp_path)
    dead = staging.make()
    os.close(dead.handle)
    gate = os.open(tmp_path / "staging.lock", os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_SH)
    staging.sweep()
    assert dead.folder.exists()
    os.close(gate)
    staging.sweep()
    assert not dead.folder.exists()
