from odoo import models

from ..engine.instants import from_epoch, to_epoch
from ..engine.progress_line import STEP_OF_PHASE, progress_line
from .helpdesk_ticket_promise import OPEN

RECENT = 6


class HelpdeskTicket(models.Model):
    """A ticket as its customer sees it: where it stands and what was promised.

    The portal hands its templates a superuser's record, so what a customer may know
    is decided here, as plain values; templates never reach for internal fields.
    """

    _inherit = "helpdesk.ticket"

    def __getitem__(self, key):
        """Let the portal compare tokens, which a customer may not read himself.

        Its chatter looks the token up as the customer who writes. RPC never comes
        here with a field it has not been granted first.
        """
        if key == self._mail_post_token_field and not self.env.su:
            return self.sudo()[key]
        return super().__getitem__(key)

    def _cs_portal_page(self, by_link=False):
        """What the page of a ticket says; empty for a ticket without a standard.

        Runs as superuser; tells promised instants, steps, the name of the person in
        charge, the latest progress report, what the parts of the life show, and what
        was said and happened, nothing else.

        :param bool by_link: the reader came with the token of this ticket
        """
        self.ensure_one()
        ticket = self.sudo()
        if not ticket._cs_following():
            return {}
        zone = ticket._cs_reader_zone()
        may_act = ticket._cs_portal_may_act(self.env.user, by_link)
        return {
            "steps": ticket._cs_portal_steps(zone),
            "cancelled": ticket.stage_id.cs_phase == "cancelled",
            "promises": ticket._cs_portal_promises()[ticket.id],
            "progress": ticket._cs_portal_progress(zone),
            "contact": ticket.user_id.name,
            "team": ticket.team_id.name,
            "hours": ticket.team_id._cs_hours_shown(ticket.company_id),
            "call": ticket._cs_portal_call(),
            "blocks": ticket._cs_portal_shown_blocks(may_act),
            "may_act": may_act,
            "customer": ticket.cs_name_masked,
            "history": ticket._cs_portal_history(zone, may_act),
            "recent": RECENT,
            "documents": ticket._cs_portal_documents(),
            "zone": zone.replace("_", " "),
        }

    def _cs_portal_rows(self):
        """What the list of tickets says about each: dict by id, in one query.

        Runs as superuser; tells the nearest promise and the customer's own name.
        """
        following = self.sudo()._cs_following()
        promises = following._cs_portal_promises()
        asking, reader = following._cs_portal_asking(), self.env.user.partner_id
        rows = {}
        for ticket in self.sudo():
            found = promises.get(ticket.id, [])
            nearest = [p for p in found if p["state"] in OPEN] or found[-1:]
            rows[ticket.id] = {
                "promise": nearest[:1],
                "step": ticket._cs_portal_step_name(ticket in following),
                "call": ticket in asking
                and (ticket.partner_id == reader or bool(ticket._cs_portal_call())),
                "over": ticket.stage_id.closed,
                "partner": ticket._cs_portal_partner_name(),
            }
        return rows

    def _cs_portal_steps(self, zone):
        """The six steps of the progress line with their words and dates."""
        names = self._cs_step_names()
        received = self.cs_received_at or self.create_date
        line = progress_line(to_epoch(received), self._cs_portal_moves())
        return [
            {
                "label": names[step.code],
                "state": step.state.value,
                "date": step.at is not None and self._cs_day(from_epoch(step.at), zone),
            }
            for step in line
        ]

    def _cs_step_names(self):
        return {
            "received": self.env._("Request received"),
            "understood": self.env._("Understood"),
            "solution": self.env._("Solution"),
            "in_work": self.env._("In work"),
            "approval": self.env._("Your approval"),
            "done": self.env._("Done"),
        }

    def _cs_portal_step_name(self, following):
        """Where the ticket stands in one word; the stage where steps do not tell."""
        step = following and STEP_OF_PHASE.get(self._cs_portal_phase())
        return self._cs_step_names()[step] if step else self.stage_id.name

    def _cs_portal_moves(self):
        """Instants and phases of all moves, the present stage last."""
        moves = [
            (to_epoch(event.at), event.payload.get("phase") or "")
            for event in self.cs_event_ids.sorted(lambda e: (e.at, e.id))
            if event.kind == "stage" and event.payload
        ]
        now = self.last_stage_update or self.create_date
        return [*moves, (to_epoch(now), self._cs_portal_phase())]

    def _cs_portal_phase(self):
        """Phase of the present stage; stages without one are judged by their flags."""
        stage = self.stage_id
        if stage.cs_phase:
            return stage.cs_phase
        if stage.closed:
            return "closed"
        return "intake" if stage.unattended or not stage else "execution"

    def _cs_portal_progress(self, zone):
        """The latest report meant for the customer: text, when given, until when."""
        told = self.cs_progress_ids.filtered("customer_visible")
        latest = told.sorted(lambda report: (report.at, report.id))[-1:]
        return latest and {
            "text": latest.text,
            "when": self._cs_when(latest.at, zone),
            "eta": self._cs_when(latest.eta, zone),
        }

    def _cs_portal_call(self):
        """The one thing the customer has to do now: ``answer``, ``approve`` or none."""
        self.ensure_one()
        phase = self.stage_id.cs_phase
        return {"waiting": "answer", "acceptance": "approve"}.get(phase, False)

    def _cs_portal_partner_name(self):
        """Full name to the customer himself, masked to his colleagues."""
        self.ensure_one()
        if self.partner_id == self.env.user.partner_id or not self._cs_following():
            return self.partner_id.display_name
        return self.cs_name_masked
