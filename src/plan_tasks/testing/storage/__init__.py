"""The contract suite of storage backends: subclass it, say which store it is, and the whole suite runs.

Needs the extra ``testing``. Example of a whole test file::

    from plan_tasks.testing.storage import StorageCase, StorageContract

    class TestMyStorage(StorageContract):
        def case(self, folder):
            return StorageCase(url=f"mystore:{folder}/plans", plugins=[my_plugin])

`AdministrationContract` does the same for what a backend may offer beside. Laws that a backend does not claim
(`StorageCapabilities`) or offer are skipped, and say so; nothing else is. `laws` holds them, a file for each kind;
`samples` the plans and items that they store.
"""

import pytest

pytest.register_assert_rewrite("plan_tasks.testing.storage.laws")  # so that a broken law shows both sides

from plan_tasks.testing.storage.case import StorageCase  # noqa: E402 - after the registration
from plan_tasks.testing.storage.contract import AdministrationContract, StorageContract  # noqa: E402 - after the registration

__all__ = ["AdministrationContract", "StorageCase", "StorageContract"]
