from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.phases import place

NEXT_STATES = ("todo", "open", "problem")
TALK = ("first_contact", "first_response", "next_reply")


class HelpdeskTicket(models.Model):
    """The life of a ticket at a glance: its parts, the next step, who waits for whom.

    Analysis, coordination, solution, execution and the like are small models of their
    own; each tells here in a few lines how far it is and what to do next.
    """

    _inherit = "helpdesk.ticket"

    cs_path = fields.Selection(related="type_id.cs_path", groups="base.group_user")
    cs_life = fields.Json(
        string="Course",
        compute="_compute_cs_life",
        groups="base.group_user",
        help="How far each part of the work is, what comes next and who has to act.",
    )

    def _compute_cs_life(self):
        self.cs_life = False
        workable = self.filtered("cs_is_workable")
        parts = workable._origin._cs_life_parts()
        for ticket in workable:
            found = parts.get(ticket._origin.id, [])
            ticket.cs_life = ticket._cs_prepare_life(found)

    @api.model
    def _cs_life_codes(self):
        """Parts of a life; each has a method ``_cs_life_<code>``; a hook.

        The method is called on all tickets at once, as superuser, and returns a dict
        by ticket id of: ``title``; ``phase`` (where it belongs); ``state`` (``todo``,
        ``open``, ``waiting``, ``done``, ``problem`` or ``quiet``); ``state_text``;
        ``lines`` (list of [label, text]); ``action`` and ``action_label`` (a method of
        the ticket that opens it); ``next``: what to do now, as an order, or nothing;
        ``waits_for``: who has to act, when somebody else has to.  A part that has
        nothing to say is left out.
        """
        return []

    @api.model
    def _cs_life_lists(self):
        """Lists of the ticket that the parts read, so that one query does; a hook."""
        return []

    def _cs_life_lists_below(self):
        """Lists of what stands in those: pairs of records and names; a hook."""
        return []

    def _cs_life_parts(self):
        """The parts of each ticket in the order of the phases: dict by ticket id.

        As superuser: the parts belong to the ticket, whoever reads it reads them.
        """
        self.env["cs.reading.service"]._read([(self.sudo(), self._cs_life_lists())])
        parts = {ticket.id: [] for ticket in self}
        for code in self._cs_life_codes():
            for ticket_id, part in getattr(self.sudo(), f"_cs_life_{code}")().items():
                parts[ticket_id].append({"code": code, **part})
        for found in parts.values():
            found.sort(key=lambda part: place(part["phase"]))
        return parts

    def _cs_prepare_life(self, parts):
        """What the ticket form shows of one ticket, as plain values."""
        self.ensure_one()
        return {
            "phase": self.cs_phase,
            "parts": parts,
            "next": self._cs_next_in_life(parts),
            "waits_for": [part["waits_for"] for part in parts if part.get("waits_for")],
        }

    def _cs_next_in_life(self, parts):
        """The one thing to do now: the first part that has an order, else move on."""
        self.ensure_one()
        if self.cs_phase == "waiting":
            return False
        # a word that is waited for, a step that should be done already
        urgent = self._cs_next_talk_in_life() or self._cs_next_step_in_life(
            self.cs_phase
        )
        if urgent:
            return urgent
        reach = place(self.cs_next_phase or "closed")
        due = (
            part
            for part in parts
            if part.get("next")
            and part["state"] in NEXT_STATES
            and place(part["phase"]) <= reach
        )
        first = next(due, None)
        if first:
            return {
                "text": first["next"],
                "action": first["action"],
                "label": first["action_label"],
            }
        ahead = self.cs_next_phase or "closed"
        return self._cs_next_step_in_life(ahead) or self._cs_next_move_in_life()

    def _cs_next_talk_in_life(self):
        """A customer who waits for a word comes before everything else."""
        waits = self.cs_clock_ids.filtered(
            lambda clock: (
                clock.metric in TALK and clock.state == "running" and clock.due_at
            )
        )
        if not waits:
            return False
        zone = self.env.user.tz or self._cs_reader_zone()
        due = self._cs_when(min(waits.mapped("due_at")), zone)
        return {
            "text": self.env._("The customer waits for a word from you: due %s", due),
            "action": "action_cs_log_contact",
            "label": self.env._("Log contact"),
        }

    def _cs_next_step_in_life(self, phase):
        """The current step of the process, if it belongs before ``phase``."""
        step = self.cs_current_step_id
        if not step or place(step.phase_before) > place(phase):
            return False
        return {
            "text": step.name,
            "action": "action_cs_finish_step",
            "label": self.env._("Done"),
        }

    def _cs_next_move_in_life(self):
        if not self.cs_may_move_on:
            return False
        names = dict(self.env["cs.gate"]._selection_phase())
        return {
            "text": self.env._("Go on to: %s", names[self.cs_next_phase]),
            "action": "action_cs_move_on",
            "label": self.env._("Go on"),
        }

    def action_cs_log_contact(self):
        """A call, visit or chat with the customer took place."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_service_standard.cs_contact_log_action"
        )
        context = {"default_ticket_id": self.id, "dialog_size": "medium"}
        return dict(action, context=context)

    def action_cs_finish_step(self):
        """Finish the current step; one that needs evidence asks for it first."""
        self.ensure_one()
        step = self.cs_current_step_id
        if not step:
            return None
        if step.step_id.needs_evidence and not (step.evidence or "").strip():
            return {
                "type": "ir.actions.act_window",
                "name": step.name,
                "res_model": "cs.ticket.step",
                "res_id": step.id,
                "view_mode": "form",
                "views": [[False, "form"]],
                "target": "new",
            }
        step.action_done()
        return None

    def action_cs_move_on(self):
        """Move the ticket to the stage of its next phase."""
        self.ensure_one()
        stages = self.cs_stage_ids.filtered(lambda s: s.cs_phase == self.cs_next_phase)
        if not stages:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s has no stage to go on to: choose one in the "
                    "stage bar.",
                    ticket=self.number,
                )
            )
        self.stage_id = stages.sorted(lambda stage: (stage.sequence, stage.id))[0]

    def _cs_open_part(self, records, model, name, **defaults):
        """Action that opens a small model of this ticket in a dialogue.

        :param records: the ones there are; one opens at once, none opens a new form
        """
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "context": {
                **{f"default_{key}": value for key, value in defaults.items()},
                "default_ticket_id": self.id,
            },
        }
        if len(records) > 1:
            domain = [("id", "in", records.ids)]
            return dict(action, view_mode="list,form", domain=domain)
        return dict(action, view_mode="form", res_id=records.id, target="current")
