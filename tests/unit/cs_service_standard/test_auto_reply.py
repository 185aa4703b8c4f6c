import pytest
from cs_service_standard.engine.auto_reply import is_auto_reply


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"Auto-Submitted": "no"}, False),
        ({"Auto-Submitted": ""}, False),
        ({"Auto-Submitted": "auto-replied"}, True),
        ({"auto-submitted": "Auto-Generated; owner-email=x@y.z"}, True),
        ({"X-Autoreply": "yes"}, True),
        ({"X-Autoreply": "no"}, False),
        ({"X-Autorespond": "Away until Monday"}, True),
        ({"Precedence": "auto_reply"}, True),
        ({"Precedence": "Bulk"}, True),
        ({"Precedence": "list"}, False),
        ({"X-Auto-Response-Suppress": "All"}, False),
        ({"Subject": "Automatic reply: away"}, False),
    ],
)
def test_is_auto_reply(headers, expected):
    assert is_auto_reply(headers) is expected
