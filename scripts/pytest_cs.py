"""pytest plugin of ./dev test: what a green run must prove beyond green tests.

- counts the browser sessions that really ran and fails the run when a browser test
  was skipped for want of a browser (CS_REPORT names a file for the figures);
- fails on a WARNING or ERROR in Odoo's log that tests/data/log_allowed.txt does not
  explain (CS_LOG_ALLOWED);
- collects what Odoo's own runner would: not the test classes that a file imports, and
  not the test methods that a class inherits;
- expects the failures that tests/data/known_failures.txt lists, strictly: a listed
  test that passes is a failure, too, so that the list cannot rot (CS_KNOWN_FAILURES).
"""

import json
import logging
import os
from pathlib import Path

import pytest
from log_check import Allowed, is_noise

NO_BROWSER = ("Chrome executable not found", "websocket-client module")


class _Record(logging.Handler):
    """Keep every warning that no rule allows, with the test that ran."""

    def __init__(self, allowed):
        super().__init__(logging.WARNING)
        self.allowed = allowed
        self.found = []
        self.test = "before the first test"

    def emit(self, record):
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not is_noise(record.name) and not self.allowed.covers(line):
            self.found.append(f"{self.test}: {line}")


class Watch:
    def __init__(self, config):
        self.config = config
        self.browser_runs = 0
        self.no_browser = []
        allowed = os.environ.get("CS_LOG_ALLOWED")
        self.log = _Record(Allowed.read(allowed)) if allowed else None
        known = os.environ.get("CS_KNOWN_FAILURES")
        self.known = _read_known(Path(known)) if known else {}

    def count_browsers(self):
        from odoo.tests.common import HttpCase

        original = HttpCase.browser_js
        watch = self

        def browser_js(self, *args, **kwargs):
            result = original(self, *args, **kwargs)
            watch.browser_runs += 1  # only what did not skip or fail gets here
            return result

        HttpCase.browser_js = browser_js

    def pytest_sessionstart(self, session):
        if session.config.getoption("--odoo-http", False):
            self.count_browsers()
        if self.log:
            logging.getLogger().addHandler(self.log)

    def pytest_collection_modifyitems(self, config, items):
        keep = [item for item in items if _odoo_would_run(item)]
        if len(keep) < len(items):
            config.hook.pytest_deselected(items=[i for i in items if i not in keep])
            items[:] = keep
        for item in items:
            name = item.nodeid.rpartition("addons/")[2]
            if name in self.known:
                reason = self.known[name]
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))

    def pytest_runtest_logstart(self, nodeid):
        if self.log:
            self.log.test = nodeid

    def pytest_runtest_logreport(self, report):
        reason = str(report.longrepr) if report.skipped else ""
        if any(words in reason for words in NO_BROWSER):
            self.no_browser.append(report.nodeid)

    def pytest_sessionfinish(self, session, exitstatus):
        problems = [f"skipped for want of a browser: {n}" for n in self.no_browser]
        if self.log:
            logging.getLogger().removeHandler(self.log)
            problems += [f"unexpected log line in {line}" for line in self.log.found]
        report = os.environ.get("CS_REPORT")
        if report:
            figures = {"browser": self.browser_runs, "problems": problems}
            Path(report).write_text(json.dumps(figures))
        self.problems = problems
        if problems and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        for problem in getattr(self, "problems", ()):
            terminalreporter.write_line(f"PROBLEM {problem}", red=True)
        terminalreporter.write_line(f"browser sessions: {self.browser_runs}")


def _odoo_would_run(item):
    """The rule of odoo.tests.loader.get_module_test_cases."""
    cls = item.cls
    if cls is None or cls.__module__ != item.module.__name__:
        return False
    inherits = getattr(cls, "allow_inherited_tests_method", False)
    return inherits or item.originalname in cls.__dict__


def _read_known(path):
    """Lines of ``module/tests/file.py::Class::test  # reason``."""
    known = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        node, _, reason = line.partition("#")
        if node.strip():
            known[node.strip()] = reason.strip()
    return known


def pytest_configure(config):
    config.pluginmanager.register(Watch(config), "cs_watch")
