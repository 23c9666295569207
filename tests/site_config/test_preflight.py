"""What `make` says before anything is installed, in a bare Python of its own."""

import socket
import subprocess
import sys

import pytest

from site_config import preflight


def test_a_free_port_is_no_news():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert preflight.main([str(port)]) == 0


def test_a_port_in_use_gets_one_sentence_with_the_command_that_mends_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-I", "site_config/preflight.py", str(port)], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use. Choose another one: make demo PORT={port + 1}\n"


@pytest.mark.parametrize(
    ("missing", "said"),
    [("venv", "sudo apt install python3"), ("ensurepip", "-venv"), ("_sqlite3", "sudo apt install libsqlite3-0")],
)
def test_a_missing_library_gets_one_sentence_with_the_command_that_mends_it(monkeypatch, capsys, missing, said):
    found = preflight.importlib.util.find_spec
    monkeypatch.setattr(preflight.importlib.util, "find_spec", lambda name: None if name == missing else found(name))
    assert preflight.main([]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert said in sentence


def test_without_pango_it_starts_and_says_what_is_left_out(monkeypatch, capsys):
    monkeypatch.setattr(preflight.ctypes.util, "find_library", lambda name: None)
    assert preflight.main([]) == 0
    [sentence] = capsys.readouterr().err.splitlines()
    assert "sudo apt install libpango-1.0-0" in sentence


def test_an_old_python_gets_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(preflight.sys, "version_info", (3, 9, 2))
    assert preflight.main([]) == 1
    assert "this is 3.9. On Debian: sudo apt install python3.11" in capsys.readouterr().err
