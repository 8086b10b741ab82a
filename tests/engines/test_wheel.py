"""The wheel as others install it: into an empty environment, with the client in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.engines

_ROOT = Path(__file__).parents[2]
_UV = Path(sys.executable).with_name("uv")


def test_the_client_of_a_built_wheel_is_imported_from_an_empty_environment(tmp_path: Path) -> None:
    subprocess.run([_UV, "build", "--wheel", "-o", tmp_path, _ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"qoima/py.typed", "qoima/client/__init__.py", "cli/main.py"} <= set(names)
    assert [name for name in names if name.startswith("cli/public")] == []
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([_UV, "venv", "--python", sys.executable, tmp_path / "venv"], check=True)
    subprocess.run([_UV, "pip", "install", "--python", python, wheel], check=True)
    source = (
        "import sys, qoima.client as client\n"
        "for name in client.__all__:\n    getattr(client, name)\n"
        "print(client.__file__, 'web3' in sys.modules)\n"
    )
    done = subprocess.run(
        [python, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    where, web3 = done.stdout.split()
    assert Path(where).is_relative_to(tmp_path / "venv")
    assert web3 == "False"
