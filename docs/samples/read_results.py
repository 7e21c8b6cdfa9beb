"""Reads the results of a site in Python, without a package. Runs at the site's own backend; the result key must
not reach a browser."""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def read_results(functions, key, cursor=None):
    """All results that became final after `cursor`, and the cursor to go on with. Of a session that comes again the
    last counts."""
    results = []
    has_more = True
    while has_more:
        query = "" if cursor is None else "?" + urllib.parse.urlencode({"after": cursor})
        request = urllib.request.Request(
            f"{functions}/reports/sessions{query}", headers={"authorization": f"Bearer {key}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                body = json.load(response)
        except urllib.error.HTTPError as error:
            if error.code == 429:
                time.sleep(int(error.headers.get("retry-after", 60)))
                continue
            problem = json.load(error)
            raise RuntimeError(f"{problem['code']}: {problem['message']} ({problem['requestId']})")
        results += body["results"]
        cursor = body["cursor"]
        has_more = body["hasMore"]
    return results, cursor


if __name__ == "__main__":
    found, last = read_results(
        os.environ["MAKA_FUNCTIONS"], os.environ["MAKA_RESULT_KEY"], *sys.argv[1:2]
    )
    for result in found:
        values = (result["sub"], result["scenario"]["id"], result["total"], result["passed"])
        print(*map(json.dumps, values))
    print("cursor", last)
