"""What the program keeps for itself: a document under each name, replaced whole, in the commit that puts it."""

from __future__ import annotations

from typing import Any

import pytest

from plan_tasks.errors import InvalidValue
from plan_tasks.storage.contract import StorageBackend
from plan_tasks.testing.storage.case import StorageLaws
from plan_tasks.testing.storage.samples import HARD_TEXTS, OTHER, TENANT

__all__ = ["SettingsLaws"]


def _keep(backend: StorageBackend, name: str, document: dict[str, Any]) -> None:
    with backend.unit(TENANT, write=True) as unit:
        unit.settings.put(name, document)
        unit.commit()


class SettingsLaws(StorageLaws):
    """Laws about what the program keeps for itself."""

    def test_a_document_comes_back_as_it_was(self) -> None:
        """Whatever text, number or nesting is in it, in the unit that put it and in a later one."""
        document: dict[str, Any] = {
            "texts": HARD_TEXTS,
            "numbers": [0, -1, 1.5, 10**15],
            "none": None,
            "yes": True,
            "in": {"": []},
        }
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.settings.put("silences", document)
                assert unit.settings.get("silences") == document
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.get("silences") == document
                assert unit.settings.get("none") is None

    def test_a_document_takes_the_place_of_the_one_before(self) -> None:
        """Nothing of that stays; in one unit and in the next."""
        with self.opened() as backend:
            with backend.unit(TENANT, write=True) as unit:
                unit.settings.put("a", {"one": 1})
                unit.settings.put("a", {"two": 2})
                unit.commit()
            _keep(backend, "a", {"three": 3})
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.get("a") == {"three": 3}

    def test_a_document_is_the_callers_own(self) -> None:
        """Who changes what was put or got changes nothing in the store."""
        put: dict[str, Any] = {"list": [1]}
        with self.opened() as backend:
            _keep(backend, "a", put)
            put["list"].append(2)
            with backend.unit(TENANT, write=False) as unit:
                got: Any = unit.settings.get("a")
                got["list"].append(3)
                assert unit.settings.get("a") == {"list": [1]}

    def test_names_are_listed_and_forgotten(self) -> None:
        """Sorted by their characters, kept apart by every difference; deleting says whether there was one."""
        names = ["b", "B", "a.b", "督查", "a ", "a", "n" * 128]
        with self.opened() as backend:
            for name in names:
                _keep(backend, name, {"name": name})
            with backend.unit(TENANT, write=True) as unit:
                assert unit.settings.names() == sorted(names)
                assert [unit.settings.delete(name) for name in ("a", "a", "none")] == [True, False, False]
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.names() == sorted(set(names) - {"a"})
                assert unit.settings.get("a") is None
                assert unit.settings.get("a ") == {"name": "a "}

    def test_a_tenant_keeps_its_own_documents(self) -> None:
        """Another one does not see them, nor replace or delete them."""
        with self.opened() as backend:
            _keep(backend, "a", {"of": "tenant"})
            with backend.unit(OTHER, write=True) as unit:
                assert (unit.settings.get("a"), unit.settings.names()) == (None, [])
                assert not unit.settings.delete("a")
                unit.settings.put("a", {"of": "other"})
                unit.commit()
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.get("a") == {"of": "tenant"}

    def test_what_is_not_committed_is_not_kept(self) -> None:
        """Neither a document nor that one was forgotten."""
        with self.opened() as backend:
            _keep(backend, "a", {"one": 1})
            with backend.unit(TENANT, write=True) as unit:
                unit.settings.put("b", {})
                unit.settings.delete("a")
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.names() == ["a"]

    @pytest.mark.parametrize(
        ("name", "document"),
        [("", {}), ("n" * 129, {}), ("a", {"x": object()}), ("a", {"x": float("nan")}), ("\ud800", {})],
    )
    def test_what_is_no_document_is_refused(self, name: str, document: dict[str, Any]) -> None:
        """A name that is empty or too long, data that JSON does not have, text that is no Unicode."""
        with self.opened() as backend:
            with pytest.raises(InvalidValue), backend.unit(TENANT, write=True) as unit:
                unit.settings.put(name, document)
            with backend.unit(TENANT, write=False) as unit:
                assert unit.settings.names() == []
