import logging

from odoo import api, fields, models

from ..wording import listed

_logger = logging.getLogger(__name__)

NAMED = 5
LISTED = 10


class CsHealthCheck(models.TransientModel):
    """What in the set-up would break a promise without a word, on one page.

    Each check is a method ``_check_<code>`` named in ``_codes``: another addon adds
    its own by extending both. A check reads with a few queries, names a few records
    and counts the rest; one that fails becomes a finding itself.
    """

    _name = "cs.health.check"
    _description = "Health Check"
    _rec_name = "checked_at"

    checked_at = fields.Datetime(string="Checked", readonly=True)
    count = fields.Integer(string="Checks", readonly=True)
    summary = fields.Char(compute="_compute_summary")
    finding_ids = fields.One2many("cs.health.finding", "check_id")
    serious_ids = fields.One2many(
        "cs.health.finding", "check_id", domain=[("severity", "=", "serious")]
    )
    warning_ids = fields.One2many(
        "cs.health.finding", "check_id", domain=[("severity", "=", "warning")]
    )
    hint_ids = fields.One2many(
        "cs.health.finding", "check_id", domain=[("severity", "=", "hint")]
    )

    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Health Check")

    @api.depends("checked_at", "count")
    @api.depends_context("lang", "tz")
    def _compute_summary(self):
        speaker = self.env["cs.clock.speaker"]
        for page in self:
            page.summary = page.checked_at and self.env._(
                "%(count)s checks, made %(at)s",
                count=page.count,
                at=speaker._when(page.checked_at.replace(second=0)),
            )

    @api.model
    def action_cs_open_page(self):
        """Check now and show the page."""
        page = self.create({})
        page._run()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Health Check"),
            "res_model": self._name,
            "res_id": page.id,
            "views": [(False, "form")],
        }

    def action_cs_check_again(self):
        self.ensure_one()
        self._run()

    def _run(self):
        """Replace the findings by those of this moment."""
        self.ensure_one()
        codes = self._codes()
        self.finding_ids.unlink()
        vals_list = []
        for code in codes:
            vals_list += [
                dict(found, code=code, check_id=self.id)
                for found in self._run_check(code)
            ]
        self.env["cs.health.finding"].create(vals_list)
        self.write({"checked_at": fields.Datetime.now(), "count": len(codes)})

    @api.model
    def _codes(self):
        """Codes of the checks in the order of the page; extended by other addons."""
        return [
            "profile",
            "calendar",
            "leader",
            "channels",
            "phone",
            "manager",
            "fallback",
            "chain",
            "ladders",
            "addresses",
            "archived",
            "targets",
            "tickets",
            "pauses",
            "clocks",
            "notices",
            "filing",
            "jobs",
            "templates",
            "import",
        ]

    def _run_check(self, code):
        """What one check finds; reads as superuser within the user's companies."""
        try:
            with self.env.cr.savepoint():
                return getattr(self.sudo(), f"_check_{code}")()
        except Exception as error:
            _logger.info("Health check %s failed", code, exc_info=True)
            return [
                self._finding(
                    "warning",
                    self.env._(
                        "The check '%(code)s' could not be carried out: %(error)s",
                        code=code,
                        error=str(error)[:200],
                    ),
                )
            ]

    @api.model
    def _finding(self, severity, message, records=None, **vals):
        """Values of a finding.

        :param records: what the button opens
        """
        found = {"severity": severity, "message": message, **vals}
        if records is not None:
            found |= {"res_model": records._name, "res_ids": records.ids}
        return found

    @api.model
    def _named(self, records, name="display_name"):
        """'A, B, C and 340 more'."""
        names = listed(self.env, [record[name] for record in records[:NAMED]])
        rest = len(records) - NAMED
        if rest > 0:
            return self.env._("%(names)s and %(count)s more", names=names, count=rest)
        return names

    @api.model
    def _bounded(self, findings, records):
        """At most ``LISTED`` findings of a kind; the last one tells how many more."""
        if len(findings) <= LISTED:
            return findings
        rest = len(findings) - LISTED
        more = self._finding(
            findings[-1]["severity"],
            self.env._("The same holds for %(count)s more.", count=rest),
            records,
        )
        return [*findings[:LISTED], more]

    @api.model
    def _profiles(self):
        """Profiles in force of the user's companies."""
        return self.env["cs.service.profile"].search(
            [
                ("state", "=", "in_force"),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )

    @api.model
    def _teams(self):
        """Active teams of the user's companies that follow one of them."""
        return self.env["helpdesk.ticket.team"].search(
            [
                ("cs_profile_id", "in", self._profiles().ids),
                ("company_id", "in", [False, *self.env.companies.ids]),
            ]
        )
