"""F. Requests over HTTP: two workers, eight clients, slices in turn.

Three servers run side by side; the clients turn from one to the next every two
seconds, so that a slow moment of a shared machine hits all of them.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from statistics import median, quantiles
from urllib.parse import urlencode

from odoo.fields import Command

from benchmarks.measure import Row
from benchmarks.sides import BARE, OURS, PEER, ROOT

CLIENTS, WORKERS = 8, 2
SLICE, SLICES, RUNS = 2.0, 4, 5
LOGIN = "bench_portal"
KINDS = ("JSON-RPC create", "portal form")


def run(sides, teams, quick=False):
    """Measure and yield the rows."""
    for side in (BARE, PEER, OURS):
        number = 0 if side == BARE else 3
        sides.call(side, prepare, team_id=teams[side][number])
    databases, chosen = sides.databases, {s: teams[s][s != BARE and 3] for s in teams}
    sides.rest()
    servers = {side: _Server(databases[side], chosen[side]) for side in databases}
    try:
        for server in servers.values():
            server.wait()
        for kind in KINDS:
            yield from _rows(kind, _measure(servers, kind, 1 if quick else RUNS))
    finally:
        for server in servers.values():
            server.end()


def prepare(env, team_id):
    """Customers with a log-in, a form that offers the team, no limit on requests."""
    users = env["res.users"].with_context(no_reset_password=True)
    if not users.search([("login", "=like", f"{LOGIN}%")]):
        users.create(
            [
                {
                    "name": f"Bench {number}",
                    "login": f"{LOGIN}{number}",
                    "password": f"{LOGIN}{number}",
                    "email": f"bench{number}@example.com",
                    "group_ids": [Command.set(env.ref("base.group_portal").ids)],
                }
                for number in range(CLIENTS)
            ]
        )
    env.ref("base.user_admin").password = "admin"
    company = env.company
    company.helpdesk_mgmt_portal_select_team = True
    for name in company._fields:
        if name.startswith("cs_") and "limit" in name:
            company[name] = 0
    env.cr.commit()


class _Server:
    def __init__(self, database, team_id):
        self.database, self.team_id = database, team_id
        self.port, gevent = _free_port(), _free_port()
        home = os.environ["CS_HOME"] if "CS_HOME" in os.environ else ROOT / ".dev"
        self._process = subprocess.Popen(
            [
                sys.executable,
                f"{home}/bin/odoo-main.py",
                "-c",
                os.environ["CS_CONF"],
                *("-d", database, "--db-filter", f"^{database}$"),
                *("--http-port", str(self.port), "--gevent-port", str(gevent)),
                *("--workers", str(WORKERS), "--max-cron-threads", "0"),
                "--log-level=error",
            ]
        )

    def wait(self):
        for _try in range(120):
            try:
                if self.ask("GET", "/web/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.5)
        sys.exit("A server did not start; see above.")

    def end(self):
        self._process.terminate()
        self._process.wait()

    def ask(self, method, path, body=None, headers=None):
        """One request; status, headers and body of the answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            link.request(method, path, body, headers or {})
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            link.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _measure(servers, kind, runs):
    """List of ``{side: (requests a second, p95, errors)}``, one for each run."""
    askers = {
        side: [_asker(server, kind, number) for number in range(CLIENTS)]
        for side, server in servers.items()
    }
    for each in askers.values():
        _slice(each, SLICE)
    result = []
    for _run in range(runs):
        waits = {side: [] for side in servers}
        spent, wrong = dict.fromkeys(servers, 0.0), dict.fromkeys(servers, 0)
        for turn in range(SLICES):
            order = list(servers)
            for side in order[turn % 3 :] + order[: turn % 3]:
                took, found, errors = _slice(askers[side], SLICE)
                waits[side] += found
                spent[side] += took
                wrong[side] += errors
        result.append(
            {
                side: (
                    len(waits[side]) / spent[side],
                    quantiles(waits[side], n=20)[18],
                    wrong[side],
                )
                for side in servers
            }
        )
    return result


def _slice(askers, seconds):
    """Eight clients ask for a while: seconds taken, waits, and how many failed."""
    end = time.perf_counter() + seconds

    def client(ask):
        waits, errors = [], 0
        while (start := time.perf_counter()) < end:
            errors += not ask()
            waits.append(time.perf_counter() - start)
        return waits, errors

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(client, askers))
    waits = list(chain.from_iterable(each for each, _errors in found))
    return time.perf_counter() - start, waits, sum(errors for _each, errors in found)


def _asker(server, kind, number):
    """A function that asks once and says whether it succeeded."""
    if kind == "portal form":
        return _form(server, f"{LOGIN}{number}")
    cookie = _log_in(server, "admin", "admin")
    vals = {"name": "Bench", "description": "<p>Bench</p>", "team_id": server.team_id}
    params = {"model": "helpdesk.ticket", "method": "create"}
    params |= {"args": [[vals]], "kwargs": {}}
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    headers = {"Content-Type": "application/json", "Cookie": cookie}

    def ask():
        path = "/web/dataset/call_kw/helpdesk.ticket/create"
        status, _headers, found = server.ask("POST", path, body, headers)
        return status == 200 and b'"result"' in found

    return ask


def _log_in(server, login, password):
    params = {"db": server.database, "login": login, "password": password}
    body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
    status, headers, found = server.ask(
        "POST", "/web/session/authenticate", body, {"Content-Type": "application/json"}
    )
    if status != 200 or b'"uid"' not in found:
        sys.exit(f"Nobody could log in as {login}.")
    return _cookie(headers)


def _cookie(headers):
    found = re.search(r"session_id=[^;]+", "; ".join(headers.get_all("Set-Cookie")))
    return found.group(0)


def _form(server, login):
    """Each client is a customer of his own, as customers are."""
    cookie = _log_in(server, login, login)
    _status, _headers, page = server.ask("GET", "/new/ticket", None, {"Cookie": cookie})
    token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {
        "csrf_token": token.group(1).decode() if token else "",
        "subject": "Bench",
        "description": "Bench",
        "team": server.team_id,
        "name": "Bench",
        "contact": "bench@example.com",
        "consent": "1",
    }
    body = urlencode(fields)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}

    def ask():
        status, answer, _body = server.ask("POST", "/submitted/ticket", body, headers)
        return status in (302, 303) and "/my/ticket/" in answer.get("Location", "")

    return ask


def _rows(kind, runs):
    print(f"\n{kind:16} | requests/s | p95 ms | errors (median of {len(runs)} runs)")
    middle = {
        side: tuple(median(run[side][place] for run in runs) for place in range(2))
        for side in runs[0]
    }
    errors = {side: sum(run[side][2] for run in runs) for side in runs[0]}
    for side, (rate, slowest) in middle.items():
        print(f"{side:>16} | {rate:10.1f} | {slowest * 1e3:6.0f} | {errors[side]:6.0f}")
    by = {
        other: median(run[OURS][0] / run[other][0] for run in runs)
        for other in (BARE, PEER)
    }
    slower = median(run[OURS][1] / run[BARE][1] for run in runs)
    for what, figure, target, met in (
        ("requests/s beside bare", by[BARE], ">= 0.90 x", by[BARE] >= 0.9),
        ("requests/s beside peer", by[PEER], ">= 1.30 x", by[PEER] >= 1.3),
        ("95th percentile beside bare", slower, "<= 1.15 x", slower <= 1.15),
    ):
        yield Row("F", f"{kind}, {what}", f"{figure:.2f} x", target, met)
    wrong = errors[OURS]
    yield Row("F", f"{kind}, errors", f"{wrong:.0f}", "0", not wrong)
