"""What pre-commit installs for the hook svclint-python: nothing of its own but the wheel of this version."""

import pathlib
import re

from setuptools import setup

props = pathlib.Path(__file__).with_name("Directory.Build.props").read_text(encoding="utf-8")
version = re.search("<Version>(.*)</Version>", props).group(1)
setup(name="svclint-hook", version=version, install_requires=[f"svclint=={version}"], py_modules=[], packages=[])
