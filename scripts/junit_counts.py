"""python scripts/junit_counts.py FILE: "passed failed skipped" of a pytest run."""

import sys
import xml.etree.ElementTree as ET

total = failed = skipped = 0
for suite in ET.parse(sys.argv[1]).getroot().iter("testsuite"):
    total += int(suite.get("tests", 0))
    failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped += int(suite.get("skipped", 0))
print(max(0, total - failed - skipped), failed, skipped)
