"""Looks before the start whether this machine has what Roda needs. Runs on a bare Python, before any package is there.

Prints one sentence with the command that mends what is missing, and ends with status 1.
"""

import ctypes.util
import importlib.util
import socket
import sys

NEEDED = (3, 11)


def missing_python() -> str:
    if sys.version_info < NEEDED:
        have = ".".join(map(str, sys.version_info[:2]))
        return (
            f"Roda needs Python 3.11 or newer; this is {have}. On Debian: sudo apt install python3.11 python3.11-venv"
        )
    return ""


def missing_modules() -> str:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return f"Python's venv is missing. On Debian: sudo apt install python{version}-venv"
    if importlib.util.find_spec("_sqlite3") is None:
        return f"Python's sqlite3 is missing. On Debian: sudo apt install libsqlite3-0 libpython{version}-stdlib"
    return ""


def missing_pdf() -> str:
    """What only PDF needs: said, and no reason to stop."""
    if ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0"):
        return ""
    return (
        "PDF copies of portfolios will be left out: pango is missing. "
        "On Debian: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )


def taken_port(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return f"Port {port} is in use. Choose another one: make demo PORT={port + 1}"
    return ""


def main(arguments: list[str]) -> int:
    problem = missing_python() or missing_modules()
    if not problem and arguments:
        problem = taken_port(int(arguments[0]))
    for said in filter(None, (problem, "" if problem else missing_pdf())):
        print(said, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
