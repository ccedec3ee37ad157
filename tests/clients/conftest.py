"""The server as an editor starts it, and the command that it must agree with."""

import os
import shutil
import subprocess

import pytest

RAVELIN = os.environ.get("RAVELIN", "ravelin")


@pytest.fixture
def ravelin() -> str:
    """The command."""
    return shutil.which(RAVELIN) or RAVELIN


@pytest.fixture
def project(tmp_path):
    """An empty repository."""
    root = tmp_path / "project"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root
