"""check_logins.py URL: every log-in that ./dev run prints must work, as in a browser.

The list comes in LOGINS, as ./dev prints it: "role   login / password" a line. The
form is sent and the page behind it opened, since that is where a broken session shows.
"""

import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def first_page(url, login, password):
    """(address, status) of the page a user sees after the log-in form."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(f"{url}/web/login", timeout=60) as form:
        token = TOKEN.search(form.read().decode())[1]
    fields = {"csrf_token": token, "login": login, "password": password}
    try:
        with opener.open(
            f"{url}/web/login", urllib.parse.urlencode(fields).encode(), timeout=120
        ) as page:
            return urllib.parse.urlsplit(page.url).path, page.status
    except urllib.error.HTTPError as error:
        return urllib.parse.urlsplit(error.url).path, error.code


def main(url):
    refused = 0
    for line in os.environ["LOGINS"].splitlines():
        role, login, password = line.replace(" / ", "  ").rsplit(maxsplit=2)
        path, status = first_page(url, login, password)
        wrong = status != 200 or path == "/web/login"
        print(f"{role.strip()} {login}: {path} {status}{' REFUSED' * wrong}")
        refused += wrong
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
