"""First set-up of a server, in one command with questions: python -m site_config.deploy.set_up

Asks for address, institution, database, mail and the first administrator; writes the environment file (readable
by its owner only) and the nginx configuration; migrates, compiles the catalogues, collects static files, makes
site and administrator. Asked again, it offers what was answered before. Answers may come from standard input, a
line each.
"""

import argparse
import getpass
import os
import secrets
import subprocess
import sys
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# name of the variable, question, what is offered when nothing was answered before
QUESTIONS = (
    ("SITE_URL", "Public address of the site", "https://roda.example.org"),
    ("DATABASE_URL", "Database", "postgres:///roda"),
    ("REDIS_URL", "Redis (empty: none)", "redis://127.0.0.1:6379/0"),
    ("EMAIL_URL", "Mail server", "smtp+tls://user:password@mail.example.org:587"),
    ("DEFAULT_FROM_EMAIL", "Sender of mails", "Roda <roda@example.org>"),
    ("MEDIA_ROOT", "Folder of pictures and files", "/srv/roda/media"),
    ("STATIC_ROOT", "Folder of collected static files", "/srv/roda/site_config/static_root"),
)
PEOPLE_QUESTIONS = (
    ("SITE_NAME", "Name of the site", "Roda"),
    ("INSTITUTION", "Institution", ""),
    ("CONTACT_EMAIL", "Address for questions and privacy", ""),
    ("ADMIN_NAME", "First administrator: full name", ""),
    ("ADMIN_EMAIL", "First administrator: e-mail", ""),
)


def ask(question: str, offered: str) -> str:
    answer = input(f"{question} [{offered}]: " if offered else f"{question}: ").strip()
    return answer or offered


def ask_password() -> str:
    """Returns the administrator's password; not echoed on a terminal."""
    question = "First administrator: password (10 characters or more): "
    return getpass.getpass(question) if sys.stdin.isatty() else input(question)


def read_environment(path: Path) -> dict[str, str]:
    """Returns what an earlier set-up wrote, empty where there is no file."""
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line and not line.startswith("#"))
    return {name: value.strip('"') for name, value in pairs}


def write_environment(path: Path, values: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f'{name}="{value}"\n' for name, value in values.items())
    # Secrets: made readable by the owner only before the first byte is in it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def write_nginx(path: Path, values: dict[str, str], arguments: argparse.Namespace) -> None:
    """Fills nginx.conf's places; `$host` and its like are nginx's own and stay."""
    address = urlsplit(values["SITE_URL"])
    places = {
        "UPSTREAM": arguments.upstream,
        "HTTP_LISTEN": arguments.http,
        "HTTPS_LISTEN": arguments.https,
        "REDIRECT_PORT": f":{address.port}" if address.port else "",
        "SERVER_NAME": address.hostname,
        "CERTIFICATE": arguments.certificate,
        "CERTIFICATE_KEY": arguments.key,
        "MAX_BODY": "12m",
        "STATIC_ROOT": values["STATIC_ROOT"],
        "MEDIA_ROOT": values["MEDIA_ROOT"],
        "ERROR_PAGES": str(Path(values["STATIC_ROOT"]) / "errors"),
    }
    path.write_text(BracedTemplate((HERE / "nginx.conf").read_text()).substitute(places))


class BracedTemplate(Template):
    """A template whose places are ${NAME} alone, since a bare $name belongs to nginx."""

    pattern = r"\$(?:(?P<escaped>\$\$)|\{(?P<braced>[A-Z_]+)\}|(?P<named>(?!))|(?P<invalid>(?!)))"


def python(values: dict[str, str], *words: str, given: str = "") -> None:
    environment = {**os.environ, **values, "DJANGO_SETTINGS_MODULE": "site_config.settings.production"}
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, input=given, text=True, check=True)


def manage(values: dict[str, str], *words: str, given: str = "") -> None:
    python(values, "manage.py", *words, given=given)


def compile_catalogues(values: dict[str, str]) -> None:
    """Git keeps the texts, not what is compiled of them; without it the site speaks English."""
    for texts in (ROOT / "site_config" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = str(texts.with_suffix(".mo"))
        python(values, "-m", "babel.messages.frontend", "-q", "compile", "-i", str(texts), "-o", compiled)


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m site_config.deploy.set_up", description=__doc__)
    parser.add_argument("--env-file", type=Path, default=Path("/etc/roda/roda.env"))
    parser.add_argument("--nginx-file", type=Path, default=Path("/etc/nginx/sites-available/roda.conf"))
    parser.add_argument("--upstream", default="unix:/run/roda/web.sock")
    parser.add_argument("--http", default="80")
    parser.add_argument("--https", default="443")
    parser.add_argument("--certificate", default="/etc/ssl/certs/roda.pem")
    parser.add_argument("--key", default="/etc/ssl/private/roda.key")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    arguments = parse(words)
    before = read_environment(arguments.env_file)
    values = {name: ask(question, before.get(name, offered)) for name, question, offered in QUESTIONS}
    people = {name: ask(question, offered) for name, question, offered in PEOPLE_QUESTIONS}
    password = ask_password()
    values["SECRET_KEY"] = before.get("SECRET_KEY") or secrets.token_urlsafe(50)
    values["ALLOWED_HOSTS"] = before.get("ALLOWED_HOSTS") or str(urlsplit(values["SITE_URL"]).hostname)
    write_environment(arguments.env_file, values)
    write_nginx(arguments.nginx_file, values, arguments)
    manage(values, "migrate", "--verbosity", "0")
    compile_catalogues(values)
    manage(values, "collectstatic", "--noinput", "--verbosity", "0")
    python(values, "-m", "site_config.deploy.write_error_pages")
    manage(
        values, "make_site", "--name", people["SITE_NAME"], "--institution", people["INSTITUTION"],
        "--contact", people["CONTACT_EMAIL"],
    )  # fmt: skip
    manage(
        values, "make_person", people["ADMIN_EMAIL"], "--name", people["ADMIN_NAME"], "--administrator",
        "--try-mail", given=password,
    )  # fmt: skip
    print(f"Done. Wrote {arguments.env_file} and {arguments.nginx_file}. Start roda-web, roda-worker and nginx.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
