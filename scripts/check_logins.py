"""check_logins.py URL DATABASE: every log-in that ./dev run prints must work.

The list comes in LOGINS, as ./dev prints it: "role   login / password" a line.
"""

import json
import os
import sys
import urllib.request


def authenticate(url, database, login, password):
    """The user's id, or None; the call a browser's log-in makes in the end."""
    params = {"db": database, "login": login, "password": password}
    request = urllib.request.Request(
        f"{url}/web/session/authenticate",
        json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response).get("result", {}).get("uid")


def main(url, database):
    refused = 0
    for line in os.environ["LOGINS"].splitlines():
        role, login, password = line.replace(" / ", "  ").rsplit(maxsplit=2)
        uid = authenticate(url, database, login, password)
        print(f"{role.strip()}: {login} {'ok' if uid else 'REFUSED'}")
        refused += not uid
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
