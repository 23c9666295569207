"""`make rehearse`: the whole server set on local ports, and the main job done on it by people made with commands."""

import tempfile
import time
from pathlib import Path

from tests.rehearsal.machine import machine, new_password
from tests.rehearsal.visit import visit


def main() -> None:
    folder = Path(tempfile.gettempdir()) / "roda-rehearsal"
    started = time.monotonic()
    administrator = ("administradora@example.org", new_password())
    with machine(folder, administrator) as server:
        print(f"The server answers at {server.address} after {time.monotonic() - started:.0f} s.", flush=True)
        visit(server, administrator)
    print(f"The rehearsal passed in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
