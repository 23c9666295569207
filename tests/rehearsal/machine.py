"""A server of ours on local ports: PostgreSQL, Redis, mail sink, gunicorn, worker and nginx with TLS, from the
files that a real server uses."""

import mailbox
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.server import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "roda_rehearsal"
# Rehearsals keep to a Redis database of their own.
REDIS_URL = os.environ.get("REHEARSAL_REDIS_URL", "redis://127.0.0.1:6379/9")
POSTGRES = os.environ.get("REHEARSAL_POSTGRES", "postgres://root@127.0.0.1:5432")
NGINX_FRAME = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/roda.conf;
}}
"""


@dataclass(frozen=True)
class Machine:
    """`address` is the public one, over TLS with a certificate that nobody signed."""

    folder: Path
    address: str
    environment: dict[str, str]
    web: subprocess.Popen

    def stop_web(self) -> None:
        """Stops the application; nginx stays."""
        self.web.terminate()
        self.web.wait(20)

    def manage(self, *words: str, given: str = "") -> str:
        done = run([sys.executable, "-W", "ignore", "manage.py", *words], self.environment, given)
        return done.stdout

    def mails_to(self, address: str) -> list[str]:
        """The texts of the mails that arrived for this address, oldest first."""
        arrived = mailbox.Maildir(self.folder / "mails", create=True)
        mine = [mail for mail in arrived if address in mail["To"]]
        return [_text_of(mail) for mail in sorted(mine, key=lambda mail: mail["Date"])]


def _text_of(mail) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    return part.get_payload(decode=True).decode()


def run(command: list[str], environment: dict[str, str], given: str = "") -> subprocess.CompletedProcess:
    """Raises RuntimeError with what the command said when it fails."""
    whole = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=whole, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:4])} …: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def make_database() -> None:
    for command in (f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}"):
        run(["psql", f"{POSTGRES}/postgres", "-qc", command], {})


def make_certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    keys = ["-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    run(["openssl", "req", "-x509", "-days", "2", *keys, *subject], {})


def answers(folder: Path, address: str, mail_port: int, administrator: tuple[str, str]) -> str:
    """What a person would type into the set-up, a line for each question."""
    email, password = administrator
    lines = (
        address, f"{POSTGRES}/{DATABASE}", REDIS_URL, f"smtp://127.0.0.1:{mail_port}", "Roda <roda@example.org>",
        f"{folder}/media", f"{folder}/static", "Roda", "Escola de Saúde Pública", "contato@example.org",
        "Alba Administradora", email, password,
    )  # fmt: skip
    return "\n".join(lines) + "\n"


@contextmanager
def machine(folder: Path, administrator: tuple[str, str]) -> Iterator[Machine]:
    """Sets the whole server up in `folder` and runs it; `administrator` is e-mail and password."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    web, mail, http, https = (free_port() for _ in range(4))
    address = f"https://localhost:{https}"
    make_database()
    make_certificate(folder)
    with running("mail sink", [sys.executable, "-m", "tests.rehearsal.mail_sink", str(mail), f"{folder}/mails"], {}):
        wait_for(mail)
        set_up(folder, answers(folder, address, mail, administrator), web, http, https)
        environment = read_environment(folder, web)
        with running_set(folder, environment, web, https) as gunicorn:
            yield Machine(folder, address, environment, gunicorn)


def set_up(folder: Path, given: str, web: int, http: int, https: int) -> None:
    run(
        [
            sys.executable, "-m", "site_config.deploy.set_up", "--env-file", f"{folder}/roda.env",
            "--nginx-file", f"{folder}/roda.conf", "--upstream", f"127.0.0.1:{web}", "--http", f"127.0.0.1:{http}",
            "--https", f"127.0.0.1:{https}", "--certificate", f"{folder}/certificate.pem", "--key", f"{folder}/key.pem",
        ],
        {},
        given,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(NGINX_FRAME.format(folder=folder))


def read_environment(folder: Path, web: int) -> dict[str, str]:
    """The variables as systemd would read them from the environment file."""
    pairs = (line.split("=", 1) for line in (folder / "roda.env").read_text().splitlines())
    values = {name: value.strip('"') for name, value in pairs}
    production = {"DJANGO_SETTINGS_MODULE": "site_config.settings.production", "GUNICORN_BIND": f"127.0.0.1:{web}"}
    return {**values, **production, "WEB_WORKERS": "2", "RODA_VAR": str(folder)}


@contextmanager
def running_set(folder: Path, environment: dict[str, str], web: int, https: int) -> Iterator[subprocess.Popen]:
    gunicorn = [sys.executable, "-m", "gunicorn", "site_config.wsgi", "--config", "site_config/deploy/gunicorn.conf.py"]
    worker = [sys.executable, "manage.py", "run_huey", "--graceful-signal", "TERM", "--workers", "2", "--quiet"]
    nginx = ["nginx", "-c", f"{folder}/nginx.conf"]
    with (
        running("web", gunicorn, environment, folder) as application,
        running("worker", worker, environment, folder),
        running("nginx", nginx, {}, folder),
    ):
        wait_for(web)
        wait_for(https)
        yield application


@contextmanager
def running(
    name: str, command: list[str], environment: dict[str, str], folder: Path | None = None
) -> Iterator[subprocess.Popen]:
    quiet = {**os.environ, **environment, "PYTHONWARNINGS": "ignore"}
    log = (folder / f"{name}.log").open("w") if folder else subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=quiet, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def new_password() -> str:
    return secrets.token_urlsafe(14)
