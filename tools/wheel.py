"""Puts a compiled svclint into a Python wheel: pip then installs the command, without .NET.

    python3 tools/wheel.py FOLDER VERSION RID OUT

FOLDER holds the command, and README.md for the package's page.
"""

import base64
import hashlib
import os
import re
import sys
import zipfile

PLATFORMS = {
    "linux-musl-x64": "musllinux_1_2_x86_64",
    "linux-musl-arm64": "musllinux_1_2_aarch64",
    "osx-x64": "macosx_12_0_x86_64",
    "osx-arm64": "macosx_12_0_arm64",
    "win-x64": "win_amd64",
    "win-arm64": "win_arm64",
}


def platform(rid, program):
    """The wheel's platform; on Linux the C library that the program asks for decides."""
    if rid in PLATFORMS:
        return PLATFORMS[rid]
    with open(program, "rb") as file:
        asked = re.findall(rb"GLIBC_2\.(\d+)", file.read())
    machine = {"x64": "x86_64", "arm64": "aarch64"}[rid.split("-")[-1]]
    return f"manylinux_2_{max([17, *map(int, asked)])}_{machine}"


def main(folder, version, rid, out):
    name = "svclint.exe" if rid.startswith("win-") else "svclint"
    program = os.path.join(folder, name)
    tag = f"py3-none-{platform(rid, program)}"
    info = f"svclint-{version}.dist-info"
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    metadata = "\n".join([
        "Metadata-Version: 2.1",
        "Name: svclint",
        f"Version: {version}",
        "Summary: Static analyzer and manifest linter for Kubernetes Service networking",
        "Home-page: https://github.com/svclint/svclint",
        "License: MIT",
        "Requires-Python: >=3.8",
        "Description-Content-Type: text/markdown",
        "",
        readme,
    ])
    wheel = f"Wheel-Version: 1.0\nGenerator: svclint\nRoot-Is-Purelib: false\nTag: {tag}\n"
    path = os.path.join(out, f"svclint-{version}-{tag}.whl")
    record = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(target, content, mode=0o644):
            entry = zipfile.ZipInfo(target, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{target},sha256={digest},{len(content)}")

        with open(program, "rb") as file:
            add(f"svclint-{version}.data/scripts/{name}", file.read(), 0o755)
        with open(os.path.join(folder, "LICENSE"), "rb") as file:
            add(f"{info}/LICENSE", file.read())
        add(f"{info}/METADATA", metadata.encode())
        add(f"{info}/WHEEL", wheel.encode())
        record.append(f"{info}/RECORD,,")
        archive.writestr(zipfile.ZipInfo(f"{info}/RECORD", (1980, 1, 1, 0, 0, 0)), "\n".join(record) + "\n")
    print(path)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
