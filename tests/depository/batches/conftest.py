"""What the tests of batches share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.depository.recorded import Recording

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def recording(tmp_path: Path) -> Recording:
    """An index without a chain, and a content store."""
    return Recording(tmp_path)
