import shutil
from gettext import GNUTranslations

from django.conf import settings

from site_config.deploy import set_up


def test_a_new_server_speaks_portuguese(tmp_path, monkeypatch):
    """Git keeps no compiled catalogue, and no make stands between the clone and the set-up."""
    folder = tmp_path / "site_config" / "locale" / "pt_BR" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(settings.ROOT / folder.relative_to(tmp_path) / "django.po", folder)
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    set_up.compile_catalogues({})
    with (folder / "django.mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Open class") == "Turma aberta"
