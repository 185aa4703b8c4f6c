from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError

from ..engine import phases
from ..wording import listed


class HelpdeskTicket(models.Model):
    """Gates stop a ticket on its way forward, and say beforehand what they want.

    Creation is never refused: a request that arrives incomplete is still a request.
    """

    _inherit = "helpdesk.ticket"

    cs_next_phase = fields.Selection(
        lambda self: self.env["cs.gate"]._selection_phase(),
        string="Next Phase",
        compute="_compute_cs_open_gates",
        groups="base.group_user",
    )
    cs_open_gates = fields.Html(
        string="Still Needed",
        compute="_compute_cs_open_gates",
        groups="base.group_user",
        help="What the gates will ask for on the way into the next phase.",
    )
    cs_may_move_on = fields.Boolean(
        string="May Go On",
        compute="_compute_cs_open_gates",
        groups="base.group_user",
        help="No gate stops the ticket on its way into the next phase.",
    )

    @api.depends(lambda self: self._cs_gate_depends())
    @api.depends_context("lang")
    def _compute_cs_open_gates(self):
        self.cs_next_phase = False
        self.cs_open_gates = False
        self.cs_may_move_on = False
        following = self._cs_following()
        target = {t: t._cs_phase_ahead() for t in following}
        found = following._cs_open_gates(target)
        for ticket in following:
            ticket.cs_next_phase = target[ticket]
            open_gates = found.get(ticket.id, [])
            ticket.cs_open_gates = ticket._cs_render_gates(open_gates)
            ticket.cs_may_move_on = bool(target[ticket]) and not any(
                gate.mode == "block" for gate, _missing in open_gates
            )

    @api.model
    def _cs_gate_depends(self):
        """Fields that may open or close a gate."""
        known = self.env["cs.gate"]._gate_fields().values()
        return sorted({"stage_id", "cs_profile_id"}.union(*known))

    def write(self, vals):
        """Compare before and after, however the stage was moved."""
        watched = set(vals) & self._cs_guarded_fields()
        if not watched or self.env.uid == SUPERUSER_ID:
            # the mail gateway and scheduled jobs move tickets, too: never refused
            return super().write(vals)
        before = self.sudo()._cs_phases_left(vals)
        result = super().write(vals)
        following = self._cs_following()
        moved = following.browse(
            t.id
            for t in following.sudo()
            if phases.is_forward(before[t.id], t.stage_id.cs_phase)
        )
        moved._cs_pass_gates()
        if watched - {"stage_id"}:
            (following - moved)._cs_pass_gates(self._cs_lasting_checks())
        return result

    def _cs_phases_left(self, vals):
        """Phase of each ticket before a write, by id."""
        self._cs_stage_ahead(vals)
        return {ticket.id: ticket.stage_id.cs_phase for ticket in self}

    def _cs_stage_ahead(self, vals):
        """The stage a write moves to, read by one query with those it leaves."""
        stage = self.stage_id.browse(vals.get("stage_id") or [])
        (self.stage_id | stage).mapped("cs_phase")
        return stage

    @api.model
    def _cs_lasting_checks(self):
        """Checks that hold on after their phase is entered; a hook."""
        return ("follow_up_date",)

    @api.model
    def _cs_guarded_fields(self):
        known = self.env["cs.gate"]._gate_fields()
        lasting = (known[check] for check in self._cs_lasting_checks())
        return {"stage_id"}.union(*lasting)

    def _cs_pass_gates(self, checks=None):
        """Raise when a blocking gate lacks something up to the phase of each ticket.

        :param checks: only these checks
        """
        target = {ticket: ticket.stage_id.cs_phase for ticket in self}
        sentences = []
        found = self._cs_open_gates(target, checks=checks, blocking=True)
        for ticket in self.filtered(lambda t: t.id in found):
            words, hints = ticket._cs_gate_words(found[ticket.id])
            sentence = self.env._(
                "Ticket %(ticket)s cannot be in %(phase)s yet, still missing: "
                "%(missing)s.",
                ticket=ticket.number,
                phase=ticket.stage_id.name,
                missing=listed(self.env, words),
            )
            sentences.append(" ".join([sentence, *hints]))
        if sentences:
            raise ValidationError("\n".join(sentences))

    def _cs_open_gates(self, target, checks=None, blocking=False):
        """The gates each ticket does not pass on its way into a phase.

        Runs each check once for all tickets it concerns.

        :param target: dict from ticket to phase
        :param checks: only these checks
        :param bool blocking: only gates that block
        :return: dict from ticket id to list of (gate, list of missing things)
        """
        found = {}
        for profile, tickets in self.grouped(lambda t: t.sudo().cs_profile_id).items():
            for gate in tickets._cs_gates_of(profile):
                if blocking and gate.mode != "block":
                    continue
                if checks and gate.check not in checks:
                    continue
                on_way = tickets.filtered(
                    lambda t, gate=gate: phases.guards(gate.phase, target[t])
                )
                for ticket_id, words in gate._missing(on_way).items():
                    found.setdefault(ticket_id, []).append((gate, words))
        return found

    @api.model
    def _cs_gates_of(self, profiles):
        """As superuser: the gates of a standard hold for whoever works by it."""
        gates = self.env["cs.gate"].sudo()
        ids = (gates._ids_of_profile(profile.id) for profile in profiles)
        return gates.browse(gate_id for found in ids for gate_id in found)

    def _cs_phase_ahead(self):
        """The phase the ticket can go to next, or none."""
        self.ensure_one()
        here = self.stage_id.cs_phase
        if here in ("closed", "cancelled"):
            return False
        return phases.following(here, self.cs_stage_ids.mapped("cs_phase")) or False

    def _cs_gate_words(self, open_gates):
        """Everything missing once, and what to do about it."""
        words = [word for _gate, missing in open_gates for word in missing]
        hints = [gate.message for gate, _missing in open_gates if gate.message]
        return list(dict.fromkeys(words)), list(dict.fromkeys(hints))

    def _cs_render_gates(self, open_gates):
        """The list of what is still needed, as the agent reads it."""
        if not open_gates:
            return False
        items = Markup()
        for gate, words in open_gates:
            text = listed(self.env, words)
            if gate.mode == "warn":
                text = self.env._("%s (not required)", text)
            if gate.message:
                text = f"{text} – {gate.message}"
            items += Markup("<li>%s</li>") % text
        return Markup("<ul class='mb-0'>%s</ul>") % items
