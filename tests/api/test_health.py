import pytest
from django.db import DatabaseError
from django.test import Client

from config import health


class TestHealth:
    def test_is_live_without_a_database(self):
        assert Client().get("/health/live").json() == {"status": "live"}

    @pytest.mark.django_db
    def test_is_ready_when_database_and_broker_answer(self):
        answer = Client().get("/health/ready")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.django_db
    def test_is_not_ready_without_a_broker(self, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        answer = Client().get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["faults"] == {"broker": "does not answer"}

    @pytest.mark.django_db
    def test_is_not_ready_before_the_migrations(self, monkeypatch):
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
        assert Client().get("/health/ready").json()["faults"]["database"].startswith("1 migrations")

    @pytest.mark.django_db
    def test_is_not_ready_without_a_database(self, monkeypatch):
        def gone(connection):
            raise DatabaseError("no route to host 10.0.0.7")

        monkeypatch.setattr(health, "MigrationExecutor", gone)
        answer = Client().get("/health/ready")
        assert answer.status_code == 503
        assert "10.0.0.7" not in answer.content.decode()
