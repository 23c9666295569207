import json

from huey.contrib.djhuey import HUEY


def test_healthz_answers(client):
    assert client.get("/healthz").content == b"ok"


def test_readyz_says_that_all_works(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "cache": "ok", "queue": "ok"})


def test_readyz_names_the_queue_that_failed(client, db, monkeypatch):
    # The broker is the one thing here that is not ours; a dead one raises.
    monkeypatch.setattr(HUEY, "pending_count", lambda: (_ for _ in ()).throw(ConnectionError()))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["queue"]) == (503, "failed")
    assert answer.json()["database"] == "ok"


def test_readyz_names_the_database_that_failed(client):
    # Without the db mark the test suite refuses every query: to the probe, the database is gone.
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "failed")


def test_logs_hold_the_request_and_no_words(client, db, caplog):
    answer = client.get("/healthz?q=Rosa+de+Lima")
    assert len(answer["X-Request-ID"]) == 32
    client.get("/nowhere/Rosa-de-Lima/?q=segredo")
    said = json.dumps([str(record.msg) for record in caplog.records])
    assert "404" in said
    assert "Rosa" not in said
    assert "segredo" not in said
