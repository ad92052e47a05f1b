"""An empty database is built without drawing all models anew at each step."""

import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from accounts.migrating import models_drawn_one_by_one


@pytest.fixture
def state() -> ProjectState:
    """A street and a house in it, both drawn."""
    key = ("id", models.AutoField(primary_key=True))
    made = ProjectState()
    made.add_model(ModelState("town", "Street", [key]))
    made.add_model(ModelState("town", "House", [key, ("street", models.ForeignKey("town.Street", models.CASCADE))]))
    assert made.apps.get_model("town", "house")
    return made


def change(state: ProjectState) -> None:
    state.add_field("town", "street", "name", models.TextField(), preserve_default=True)
    state.alter_field("town", "street", "id", models.BigAutoField(primary_key=True), preserve_default=True)


def test_only_the_model_that_changes_is_drawn(state):
    house = state.apps.get_model("town", "house")
    with models_drawn_one_by_one():
        change(state)
    street = state.apps.get_model("town", "street")
    assert state.apps.get_model("town", "house") is house
    assert isinstance(street._meta.pk, models.BigAutoField)
    assert {field.name for field in street._meta.get_fields()} == {"id", "name", "house"}


def test_code_has_all_of_them_drawn_afresh(state):
    with models_drawn_one_by_one():
        change(state)
        state.clear_delayed_apps_cache()
    assert state.apps.get_model("town", "house")._meta.get_field("street").related_model is state.apps.get_model(
        "town", "street"
    )


def test_afterwards_django_draws_as_ever(state):
    house = state.apps.get_model("town", "house")
    with models_drawn_one_by_one():
        pass
    change(state)
    assert state.apps.get_model("town", "house") is not house


def test_is_what_migrate_does():
    assert get_commands()["migrate"] == "accounts"
