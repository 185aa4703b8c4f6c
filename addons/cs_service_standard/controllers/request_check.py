from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo import fields

from ..engine.calendar_spec import is_zone
from ..engine.request_form import Problem, problems
from ..engine.upload import HEAD_BYTES, accepts_file
from ..wording import listed

REQUIRED = ("name", "contact", "subject", "description", "consent")
TEXT_LENGTH = {"name": 120, "contact": 120, "subject": 200, "product": 200}
MB = 1024 * 1024


class RequestCheck:
    """One submission of the request form: what may be used, and what is wrong.

    Choices that were never offered are dropped for every team; the rest is asked only
    of a request that will follow a standard.
    """

    def __init__(self, env, raw, files, choices):
        """Read a submission.

        :param dict raw: parameters as they came
        :param list files: uploaded files (werkzeug)
        :param dict choices: parameter -> model and domain of what may be chosen
        """
        self.env = env
        self.now = fields.Datetime.now()
        self.company = env.company.sudo()
        self.values = dict(raw)
        self.unknown = self._drop_unknown(choices)
        self.follows = self._find_team()._cs_follows_standard()
        self.problems = self._find_problems(files) if self.follows else {}

    def text(self, name):
        """What was written in a field, cut to its length."""
        return (self.values.get(name) or "").strip()[: TEXT_LENGTH.get(name)]

    def chosen(self, name):
        """Id chosen in a selection, or false."""
        return bool(self.values.get(name)) and int(self.values[name])

    def deadline(self):
        """The expected deadline as a naive UTC datetime; false when none was given.

        :raise ValueError: when the text is no date
        """
        written = self.text("deadline")
        if not written:
            return False
        zone = self.env.user.tz if is_zone(self.env.user.tz or "") else "UTC"
        local = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def messages(self):
        """A sentence for each field that is wrong."""
        words = {
            Problem.MISSING: self.missing_words(self.env),
            Problem.UNUSABLE: self._unusable_words(),
        }
        general = {
            Problem.MISSING: self.env._("Please fill in this field."),
            Problem.UNUSABLE: self.env._("Please choose one of the values offered."),
        }
        return {
            name: words[problem].get(name, general[problem])
            for name, problem in self.problems.items()
        }

    @staticmethod
    def missing_words(env):
        """What to say beside a field that was left empty."""
        return {
            "name": env._("Please tell us your name."),
            "contact": env._("Please leave an e-mail address or a telephone number."),
            "subject": env._("Please say in a few words what it is about."),
            "description": env._("Please describe what you need."),
            "consent": env._(
                "Please agree to the use of your data: without it we may not take "
                "the request."
            ),
        }

    def _find_team(self):
        """The team that will get the request: the one chosen, or that of its type."""
        if self.company.helpdesk_mgmt_portal_select_team and self.chosen("team"):
            return self.env["helpdesk.ticket.team"].browse(self.chosen("team"))
        return self.env["helpdesk.ticket"]._cs_route_team(
            self.env["helpdesk.ticket.type"].browse(self.chosen("type") or []),
            self.env.company,
            self.env.user.partner_id,
        )

    def _drop_unknown(self, choices):
        """Remove ids and keys that the form does not offer; return their names.

        Runs as superuser: a customer may not read all that he is offered.
        """
        allowed = {
            name: {str(record_id) for record_id in model.sudo().search(domain).ids}
            for name, (model, domain) in choices.items()
            if self.values.get(name)
        }
        priority = self.env["helpdesk.ticket"]._fields["priority"]
        allowed["priority"] = set(priority.get_values(self.env))
        unknown = {
            name
            for name, offered in allowed.items()
            if self.values.get(name) and str(self.values[name]) not in offered
        }
        for name in unknown:
            self.values.pop(name)
        return unknown

    def _find_problems(self, files):
        found = problems(self.values, REQUIRED)
        found.update(dict.fromkeys(self.unknown, Problem.UNUSABLE))
        found.update(self._missing_choices())
        try:
            deadline = self.deadline()
            late = deadline and deadline < self.now
        except (ValueError, OverflowError):
            late = True
        if late:
            found["deadline"] = Problem.UNUSABLE
        if not self._accepts_files(files):
            found["attachment"] = Problem.UNUSABLE
        return found

    def _missing_choices(self):
        """Selections the company requires, where there is something to select."""
        company = self.company
        wanted = {
            "team": company.helpdesk_mgmt_portal_select_team
            and company.helpdesk_mgmt_portal_team_id_required,
            "category": company.helpdesk_mgmt_portal_select_category
            and company.helpdesk_mgmt_portal_category_id_required,
            "type": company.helpdesk_mgmt_portal_type
            and company.helpdesk_mgmt_portal_type_id_required,
        }
        return {
            name: Problem.MISSING
            for name, required in wanted.items()
            if required and not self.values.get(name) and name not in self.unknown
        }

    def _accepts_files(self, files):
        uploads = [upload for upload in files if upload.filename]
        if not uploads:
            return True
        limit = self.company.cs_upload_limit_mb * MB
        size = sum(_size(upload.stream) for upload in uploads)
        endings = self.company._cs_upload_endings()
        return (not limit or size <= limit) and all(
            accepts_file(upload.filename, _head(upload.stream), endings)
            for upload in uploads
        )

    def _unusable_words(self):
        endings = listed(self.env, sorted(self.company._cs_upload_endings()))
        return {
            "contact": self.env._(
                "This is neither an e-mail address nor a telephone number."
            ),
            "deadline": self.env._("Please choose a moment in the future."),
            "attachment": self.env._(
                "These files cannot be sent: at most %(size)s MB together, of types "
                "%(types)s.",
                size=self.company.cs_upload_limit_mb or "∞",
                types=endings or self.env._("of documents and pictures"),
            ),
        }


def _size(stream):
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    return size


def _head(stream):
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return head
