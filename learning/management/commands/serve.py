import os
import socket
import sys
import time
from threading import Thread

from django.core.management import BaseCommand, CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from honcho.manager import Manager

from home.accounts.models import User


class Command(BaseCommand):
    help = "Starts the web server and the task worker together, for the demo and for development."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="load the demo where there is no data")

    def handle(self, *args, port: int, demo: bool, **options):
        if not port_is_free(port):
            raise CommandError(f"Port {port} is in use. Choose another one: make demo PORT={port + 1}")
        if migrations_wait():
            self.stdout.write("Preparing the database, which takes about a minute …")
            call_command("migrate", verbosity=0)
        if demo and not User.objects.exists():
            call_command("demo")
        self.run(port, demo)

    def run(self, port: int, demo: bool) -> None:
        manager = Manager(printer=Silent())
        here = {"SITE_URL": f"http://127.0.0.1:{port}", "PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
        # Links in mails lead to this server, unless the site has an address of its own.
        environment = {**here, **os.environ}
        manager.add_process("web", web_command(port), env=environment)
        manager.add_process("worker", worker_command(), env=environment)
        Thread(target=announce, args=(self.stdout.write, port, demo), daemon=True).start()
        connections.close_all()
        manager.loop()
        self.stdout.write("Stopped.")
        if manager.returncode not in STOPPED_BY_HAND:
            raise CommandError("The web server or the worker stopped by itself; the lines above say why.")


# 128 + the number of SIGINT and of SIGTERM.
STOPPED_BY_HAND = (0, 130, 143)


class Silent:
    """What the two processes print goes to the terminal as it is, without a prefix."""

    width = 0

    def write(self, message) -> None:
        if message.type == "line":
            sys.stdout.write(message.data.decode() if isinstance(message.data, bytes) else message.data)
            sys.stdout.flush()


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def migrations_wait() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def web_command(port: int) -> str:
    # Threads, since no proxy stands before it here.
    return (
        f"{sys.executable} -m gunicorn site_config.wsgi --bind 127.0.0.1:{port} --worker-class gthread "
        "--workers 1 --threads 8 --log-level warning --graceful-timeout 5"
    )


def worker_command() -> str:
    return f"{sys.executable} manage.py run_huey --graceful-signal TERM --max-delay 1 --quiet"


def announce(write, port: int, demo: bool) -> None:
    """Prints address and log-ins once the server answers."""
    while port_is_free(port):
        time.sleep(0.1)
    write(f"\n  Roda: http://127.0.0.1:{port}/   (Ctrl-C stops it)\n")
    if demo:
        for email, role in DEMO_PEOPLE:
            write(f"  {email:28} {role}")
        write("  password of all four: roda-demo\n")


DEMO_PEOPLE = (
    ("estudante@example.org", "student"),
    ("tutora@example.org", "tutor"),
    ("editora@example.org", "editor"),
    ("coordenacao@example.org", "coordinator"),
)
