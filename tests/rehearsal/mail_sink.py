"""A mail server that takes everything and keeps it: python -m tests.rehearsal.mail_sink PORT FOLDER"""

import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox


def main(port: int, folder: Path) -> None:
    Controller(Mailbox(folder), hostname="127.0.0.1", port=port).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
