"""What pre-commit installs for the hook `ravelin`: the wheel of the same version, so that nothing is built.

The package itself is made in .github/package/python.
"""

import pathlib
import re

from setuptools import setup

manifest = pathlib.Path(__file__).with_name("Cargo.toml").read_text(encoding="utf-8")
version = re.search(r'^version = "(.*)"$', manifest, re.MULTILINE).group(1)

setup(name="ravelin-pre-commit", version=version, install_requires=[f"ravelin=={version}"], py_modules=[])
