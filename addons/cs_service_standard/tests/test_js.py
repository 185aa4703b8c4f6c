from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@cs_service_standard"


@tagged("post_install", "-at_install")
class TestJs(HttpCase):
    """Runs the unit tests of our front-end code in a browser."""

    def test_unit_tests_of_the_front_end(self):
        url = (
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={self._suite_id(SUITE)}"
        )
        self.browser_js(
            url,
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )

    @staticmethod
    def _suite_id(name):
        """As the runner names its suites: a 32 bit hash of their path."""
        number = 0
        for sign in name:
            number = ((number << 5) - number + ord(sign)) & 0xFFFFFFFF
        return f"{number:08x}"
