from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import phases


class CsGate(models.Model):
    """What a ticket needs before it enters a phase, or any later one.

    The check is a named strategy, ``_check_gate_<code>``; the gate says where it
    stands and whether it blocks, warns or rests.
    """

    _name = "cs.gate"
    _description = "Gate"
    _inherit = ["cs.cached.mixin"]
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one(
        "cs.service.profile", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    phase = fields.Selection(
        "_selection_phase",
        string="Guards the Way Into",
        required=True,
        help="Also guards every later phase, so that skipping a stage helps nobody. "
        "Waiting for the customer and cancelling are always free.",
    )
    check = fields.Selection("_selection_check", required=True)
    mode = fields.Selection(
        [("off", "Off"), ("warn", "Warn"), ("block", "Block")],
        required=True,
        default="block",
        help="Warn: listed on the ticket, nobody is stopped. Block: the ticket stays "
        "where it is until everything is there.",
    )
    message = fields.Char(
        translate=True, help="What to do about it, shown with what is missing."
    )
    active = fields.Boolean(default=True)

    _once_uniq = models.UniqueIndex(
        '(profile_id, phase, "check") WHERE active',
        "This check guards this phase of the profile already.",
    )

    @api.depends("phase", "check")
    @api.depends_context("lang")
    def _compute_display_name(self):
        phase_names = dict(self._selection_phase())
        checks = dict(self._selection_check())
        for gate in self:
            phase = phase_names.get(gate.phase, "")
            gate.display_name = f"{phase}: {checks.get(gate.check, '')}"

    @api.model
    def _selection_phase(self):
        """The phases in order, without the side tracks."""
        stage = self.env["helpdesk.ticket.stage"]
        labels = dict(stage._fields["cs_phase"]._description_selection(self.env))
        return [(code, labels[code]) for code in phases.PHASES]

    @api.model
    def _selection_check(self):
        """Checks a gate may make: codes and labels; an extension adds its own here.

        Each code needs a method ``_check_gate_<code>(tickets)`` that returns a dict
        from the id of each ticket that lacks something to the list of what it lacks,
        in words; tickets may be unsaved.  ``_gate_fields`` names what it looks at.
        """
        return [
            ("record_complete", self.env._("The minimum record is complete")),
            ("verbatim_needs_core", self.env._("Wording has its core problem")),
            ("type_set", self.env._("The type is ticked")),
            ("owner_and_plan", self.env._("Owner and preliminary plan")),
            ("consent", self.env._("Consent to the use of personal data")),
            ("follow_up_date", self.env._("Complex: follow-up time agreed")),
            ("checklist", self.env._("Steps of the process are done")),
            ("feedback", self.env._("Customer feedback")),
        ]

    @api.model
    def _gate_fields(self):
        """Ticket fields each check looks at, so that lists follow the typing."""
        return {
            "record_complete": ("cs_missing",),
            "verbatim_needs_core": ("cs_verbatim", "cs_core_issue"),
            "type_set": ("type_id",),
            "owner_and_plan": ("user_id", "cs_initial_plan"),
            "consent": ("cs_consent_date",),
            "follow_up_date": ("cs_complexity", "cs_follow_up_at"),
            "feedback": ("cs_feedback_text", "cs_feedback_score"),
        }

    @api.model
    @ormcache("profile_id", cache="stable")
    def _ids_of_profile(self, profile_id):
        """Ids of the gates of a profile that do something, in order of their phase."""
        gates = self.sudo().search(
            [("profile_id", "=", profile_id), ("mode", "!=", "off")]
        )
        gates = gates.sorted(lambda gate: phases.place(gate.phase))
        return tuple(gates.ids)

    def _missing(self, tickets):
        """What ``tickets`` lack at this gate: dict from ticket id to list of words."""
        self.ensure_one()
        return getattr(self, f"_check_gate_{self.check}")(tickets)

    def _missing_fields(self, tickets, *names):
        """Labels of the fields among ``names`` that are empty, per ticket."""
        labels = {
            name: tickets._fields[name]._description_string(self.env) for name in names
        }
        lacking = {
            ticket.id: [
                labels[name] for name in names if not self._filled(ticket[name])
            ]
            for ticket in tickets
        }
        return {ticket_id: found for ticket_id, found in lacking.items() if found}

    def _filled(self, value):
        """A person who left, or the robot, owns nothing."""
        if getattr(value, "_name", "") == "res.users":
            return any(value.sudo().mapped("active"))
        return bool(value)

    def _check_gate_record_complete(self, tickets):
        return {t.id: found for t in tickets if (found := t._cs_missing_labels())}

    def _check_gate_verbatim_needs_core(self, tickets):
        worded = tickets.filtered("cs_verbatim")
        return self._missing_fields(worded, "cs_core_issue")

    def _check_gate_type_set(self, tickets):
        return self._missing_fields(tickets, "type_id")

    def _check_gate_owner_and_plan(self, tickets):
        return self._missing_fields(tickets, "user_id", "cs_initial_plan")

    def _check_gate_consent(self, tickets):
        return self._missing_fields(tickets, "cs_consent_date")

    def _check_gate_follow_up_date(self, tickets):
        complex_ones = tickets.filtered(lambda t: t.cs_complexity == "complex")
        return self._missing_fields(complex_ones, "cs_follow_up_at")

    def _check_gate_checklist(self, tickets):
        """Open steps of the process; without a process there are none; a hook."""
        return {}

    def _check_gate_feedback(self, tickets):
        silent = tickets.filtered(lambda t: not t.cs_feedback_score)
        return self._missing_fields(silent, "cs_feedback_text")
