"""Two people open a ticket in the same instant, in threads of their own.

While modules load, their registry is locked and a second thread would wait for ever:
this file runs with the HttpCase ones, on an installed database.
"""

import threading

from odoo.modules.registry import Registry
from odoo.tests import tagged

from .test_number import LONG_AGO, TestNumberConcurrency


def _registry_is_locked():
    found = []

    def ask():
        free = Registry._lock.acquire(timeout=1)
        found.append(not free)
        if free:
            Registry._lock.release()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return found[0]


@tagged("post_install", "-at_install")
class TestNumberThreads(TestNumberConcurrency):
    def setUp(self):
        if _registry_is_locked():
            self.skipTest("modules are being loaded: run it on an installed database")
        super().setUp()

    def test_rec_04_two_concurrent_creations_two_numbers(self):
        ready = threading.Barrier(2)
        numbers, errors = [], []

        def take():
            try:
                with self.registry.cursor() as cr:
                    cr.execute("SELECT count(*) FROM ir_sequence_date_range")
                    ready.wait(10)
                    numbers.extend(self._sequence(cr)._cs_next_of_day(LONG_AGO, 1))
                    ready.wait(10)
            except Exception as error:  # noqa: BLE001 to be seen outside the thread
                errors.append(error)
                ready.abort()

        threads = [threading.Thread(target=take) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertFalse(errors)
        self.assertEqual(sorted(numbers), ["19990101001", "19990101002"])
