"""PRV-03: every model of this addon times every role, as one table.

Letters: r(ead) w(rite) c(reate) d(elete). A model that is missing here fails.
"""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from . import access
from .common import StandardData

LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# roles: agent of the ticket, agent of its team, leader, manager, any employee
WORK = {
    "cs.ticket.event": ("r", "r", "r", "r", ""),
    "cs.ticket.clock": ("r", "r", "r", "r", ""),
    "cs.clock.notice": ("r", "r", "r", "r", ""),
    "cs.clock.notice.recipient": ("r", "r", "r", "r", ""),
    "cs.ticket.node": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.progress.update": ("rc", "rc", "rc", "rwcd", ""),
    "cs.execution": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.progress.report": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.logistics.event": ("rc", "rc", "rc", "rwcd", ""),
    "cs.promise.change": ("r", "r", "r", "r", ""),
    "cs.handling.report": ("r", "r", "r", "r", ""),
    "cs.ticket.step": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.coordination.task": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.coordination": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.coordination.duty": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.coordination.assessment": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.rectification": ("rw", "rw", "rw", "rwcd", ""),
    "cs.clock.usage": ("r", "r", "r", "r", ""),
    "cs.breach.review": ("r", "r", "rw", "rw", ""),
    "cs.ticket.handover": ("r", "r", "r", "r", ""),
    "cs.ticket.pause": ("r", "r", "r", "r", ""),
    "cs.need.analysis": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.need.answer": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.sla.report": ("r", "r", "r", "r", ""),
    "cs.solution": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.solution.option": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.solution.line": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.solution.risk": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.solution.item": ("rwcd", "rwcd", "rwcd", "rwcd", ""),
    "cs.solution.result": ("rwc", "rwc", "rwc", "rwcd", ""),
    "cs.compensation": ("rwc", "rwc", "rwc", "rwcd", ""),
    **access.gathered("WORK"),
}
SETTINGS = {
    "cs.service.profile": ("r", "r", "r", "rwcd", "r"),
    "cs.sla.target": ("r", "r", "r", "rwcd", "r"),
    "cs.profile.version": ("r", "r", "r", "r", "r"),
    "cs.sla.share": ("r", "r", "r", "rwcd", "r"),
    "cs.sla.ladder": ("r", "r", "r", "rwcd", "r"),
    "cs.sla.ladder.level": ("r", "r", "r", "rwcd", "r"),
    "cs.gate": ("r", "r", "r", "rwcd", "r"),
    "cs.process": ("r", "r", "r", "rwcd", "r"),
    "cs.process.step": ("r", "r", "r", "rwcd", "r"),
    "cs.priority.rule": ("r", "r", "r", "rwcd", "r"),
    "cs.ivr.option": ("r", "r", "r", "rwcd", "r"),
    "cs.pause.reason": ("r", "r", "r", "rwcd", "r"),
    "cs.need.question.set": ("r", "r", "r", "rwcd", "r"),
    "cs.need.question": ("r", "r", "r", "rwcd", "r"),
    "cs.carrier": ("r", "r", "r", "rwcd", "r"),
    "cs.department": ("r", "r", "r", "rwcd", "r"),
    "cs.solution.template": ("r", "r", "r", "rwcd", "r"),
    "cs.solution.template.line": ("r", "r", "r", "rwcd", "r"),
    "cs.jargon.term": ("r", "r", "r", "rwcd", "r"),
    **access.gathered("SETTINGS"),
}
SHARED = {
    "cs.customer.segment": ("r", "r", "r", "rwcd", "r"),
    "cs.breach.cause": ("r", "r", "r", "rwcd", "r"),
    "cs.need.choice": ("r", "r", "r", "rwcd", "r"),
    "cs.need.cause": ("r", "r", "r", "rwcd", "r"),
    "cs.need.latent": ("r", "r", "r", "rwcd", "r"),
    "cs.solution.reason": ("r", "r", "r", "rwcd", "r"),
    "cs.compensation.kind": ("r", "r", "r", "rwcd", "r"),
    "cs.role": ("r", "r", "r", "rwcd", "r"),
    **access.gathered("SHARED"),
}
# for managers of the company alone
TRIALS = {
    "cs.readback": "rwcd",
    "cs.readback.flaw": "rwcd",
    "cs.dry.run": "rwcd",
    "cs.dry.run.line": "r",
    "cs.dry.run.clock": "r",
    "cs.clock.job": "r",
    "cs.clock.job.line": "r",
}
# for those who lead: leader, manager
OVERSIGHT = {
    "cs.overrun.review": ("rw", "rwd"),
    "cs.overrun.review.line": ("rwcd", "rwcd"),
}
# files on customers: read by agents, kept by their owner, leader, manager
FILES = {
    "cs.key.account": ("r", "rw", "rwc", "rwcd"),
    "cs.account.note": ("r", "rwc", "rwc", "rwcd"),
}
# letters by role where no table fits
ROLES = access.gathered("ROLES")
TECHNICAL = {"cs.rate.limit"}
LOG = {"cs.reveal.log"}


@tagged("post_install", "-at_install")
class TestSecurity(StandardData, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_standard()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        own, team = "group_helpdesk_user_own", "group_helpdesk_user_team"
        cls.own = cls._user("own", own)
        cls.mate = cls._user("mate", team)
        cls.stranger = cls._user("stranger")
        cls.far_agent = cls._user("far_agent", own)
        cls.far_mate = cls._user("far_mate", team)
        cls.foreigner = cls._user("foreigner", "group_helpdesk_manager")
        cls.foreigner.write(
            {
                "company_ids": [Command.set(cls.other_company.ids)],
                "company_id": cls.other_company.id,
            }
        )
        cls.officer = cls._user("officer")
        cls.officer.group_ids += cls.env.ref(
            "cs_service_standard.cs_group_privacy_officer"
        )
        cls.reviewer = cls._user("reviewer")
        cls.reviewer.group_ids += cls.env.ref(
            "cs_service_standard.cs_group_quality_reviewer"
        )
        cls.supervisor = new_test_user(
            cls.env,
            "cs_supervisor",
            groups="base.group_portal,cs_service_standard.cs_group_quality_supervisor",
        )
        cls.public = cls.env.ref("base.public_user")
        cls.team.user_ids += cls.mate
        cls.far_team = cls._create_team("Far", user_ids=[(6, 0, cls.far_mate.ids)])
        cls.profile.company_id = cls.company
        cls.target = cls._target("resolution", 3600)
        cls.ticket = cls._create_ticket(user_id=cls.own.id, partner_id=cls.customer.id)
        cls.records = cls._create_records()

    @classmethod
    def _user(cls, name, group=None):
        group = f"helpdesk_mgmt.{group}" if group else "base.group_user"
        return new_test_user(cls.env, f"cs_{name}", groups=group, name=name)

    @classmethod
    def _create_records(cls):
        ticket = {"ticket_id": cls.ticket.id}
        place = {**ticket, "company_id": cls.company.id}
        now = "2023-10-09 02:00:00"
        ours = {"company_id": cls.company.id}
        env = cls.env
        records = cls.records = {"cs.service.profile": cls.profile}

        def add(model, /, **vals):
            chosen = {
                name: field._description_selection(env)[0][0]
                for name, field in env[model]._fields.items()
                if field.type == "selection" and field.required and not field.default
            }
            records[model] = env[model].sudo().create(chosen | vals)
            return records[model]

        add("cs.ticket.event", kind="contact", at=now, **place)
        records["cs.sla.target"] = cls.target
        clock = cls.env["cs.ticket.clock"].search(
            [("ticket_id", "=", cls.ticket.id), ("metric", "=", "resolution")]
        )
        records["cs.ticket.clock"] = clock
        notice = add("cs.clock.notice", clock_id=clock.id, at=now, **place)
        add("cs.clock.notice.recipient", notice_id=notice.id, user_id=cls.leader.id)
        ladder = add("cs.sla.ladder", name="Ladder", **ours)
        add("cs.sla.ladder.level", ladder_id=ladder.id, to_leader=True)
        add("cs.ticket.node", date="2023-10-09", content="Feedback", **ticket)
        add("cs.progress.update", text="Part ordered, arrives soon", **ticket)
        add("cs.execution", **ticket)
        add("cs.progress.report", **ticket)
        carrier = add("cs.carrier", name="Carrier", **ours)
        add("cs.logistics.event", carrier_id=carrier.id, number="1", **ticket)
        add(
            "cs.promise.change",
            content="Delivery",
            old_at=now,
            old_date=now,
            new_date=now,
            reason="Late",
            **ticket,
        )
        assigned = cls.ticket.sudo().cs_event_ids.filtered(
            lambda e: e.kind == "received"
        )
        records["cs.handling.report"] = env["cs.handling.report"].browse(assigned.id)
        process = add("cs.process", name="Process", code="CS_TEST", **ours)
        step = add("cs.process.step", name="Step", process_id=process.id)
        add("cs.ticket.step", step_id=step.id, **ticket)
        task = add(
            "cs.coordination.task",
            name="Ask",
            user_id=cls.leader.id,
            deadline="2030-01-01 00:00:00",
            **ticket,
        )
        department = add("cs.department", name="Laboratory", **ours)
        of_department = {"department_id": department.id}
        coordination = add("cs.coordination", **ticket)
        add(
            "cs.coordination.duty",
            name="Measure",
            coordination_id=coordination.id,
            **of_department,
        )
        add("cs.coordination.assessment", **of_department, **ticket)
        add(
            "cs.rectification",
            task_id=task.id,
            deadline=now,
            manager_id=cls.leader.id,
        )
        add("cs.gate", profile_id=cls.profile.id)
        rules = env["cs.priority.rule"].search([], limit=1)
        records["cs.priority.rule"] = rules.sudo().copy(ours)
        ticket_type = env["helpdesk.ticket.type"].create({"name": "Type"})
        add("cs.ivr.option", key="7", label="Seven", type_id=ticket_type.id, **ours)
        add("cs.customer.segment", name="Segment")
        add("cs.sla.share", target_id=cls.target.id, tier="1", budget_value=0.5)
        add("cs.clock.usage", clock_id=clock.id, at=now, seconds=1, **place)
        add("cs.breach.review", clock_id=clock.id, due_date="2023-10-12", **place)
        add("cs.ticket.handover", handed_at=now, **place)
        add("cs.breach.cause", name="Cause")
        template = add("cs.solution.template", name="Template", **ours)
        add("cs.solution.template.line", template_id=template.id, name="Plan")
        add("cs.solution.reason", name="Reason")
        add("cs.jargon.term", name="CS_TEST", plain="words", **ours)
        solution = add("cs.solution", **ticket)
        option = add("cs.solution.option", solution_id=solution.id, name="Repair")
        add("cs.solution.line", option_id=option.id, name="Technician")
        add("cs.solution.risk", solution_id=solution.id, name="Late")
        add("cs.solution.item", solution_id=solution.id, name="Offer")
        add("cs.solution.result", **ticket)
        kind = add("cs.compensation.kind", name="Coupon")
        group = env.ref("helpdesk_mgmt.group_helpdesk_user")
        add("cs.role", name="Role", group_id=group.id)
        add("cs.compensation", kind_id=kind.id, **ticket)
        readback = add("cs.readback", profile_id=cls.profile.id, **ours)
        add("cs.readback.flaw", readback_id=readback.id)
        run = add("cs.dry.run", profile_id=cls.profile.id, **ours)
        add("cs.dry.run.line", run_id=run.id)
        add("cs.dry.run.clock", run_id=run.id, **place)
        records["cs.profile.version"] = cls.profile.version_ids[:1].sudo()
        job = add("cs.clock.job", **ours)
        add("cs.clock.job.line", job_id=job.id, **ticket)
        add("cs.ticket.pause", started_at=now, **place)
        records["cs.sla.report"] = env["cs.sla.report"].browse(clock.id)
        add("cs.pause.reason", name="Reason", code="CS_TEST", **ours)
        overrun = add(
            "cs.overrun.review",
            channel_id=env["helpdesk.ticket.channel"].search([], limit=1).id,
            date_from="2023-10-02",
            date_to="2023-10-08",
            **ours,
        )
        add("cs.overrun.review.line", review_id=overrun.id)
        questions = add("cs.need.question.set", name="Set", **ours)
        question = add("cs.need.question", name="Why?", set_id=questions.id)
        need = add("cs.need.analysis", set_id=questions.id, **ticket)
        asked = need.answer_ids.filtered(lambda a: a.question_id == question)
        records["cs.need.answer"] = asked
        for model in ("cs.need.choice", "cs.need.cause", "cs.need.latent"):
            add(model, name="Term")
        account = add(
            "cs.key.account",
            partner_id=cls.customer.id,
            owner_id=cls.mate.id,
            **ours,
        )
        add("cs.account.note", account_id=account.id, text="Called")
        for part in access.PARTS:
            # rows of a report are found, not made
            records |= part.create(cls, add) or {}
        return records

    def _letters(self, user, record):
        record = record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return "".join(
            letter for letter, name in LETTERS.items() if record.has_access(name)
        )

    def _check(self, model, expected):
        record = self.records[model]
        self.assertTrue(record, model)
        for user, letters in expected.items():
            with self.subTest(model=model, role=user.name):
                self.assertEqual(self._letters(user, record), letters)

    def test_prv_03_no_model_is_forgotten(self):
        names = {
            model
            for model in self.env.registry
            if model.startswith("cs.")
            and self.env[model]._original_module == "cs_service_standard"
            and not self.env[model]._abstract
            and not self.env[model]._transient
        }
        known = {*WORK, *SETTINGS, *SHARED, *TRIALS, *OVERSIGHT, *FILES}
        known |= {*TECHNICAL, *LOG, *ROLES}
        self.assertEqual(names, known)

    def _roles(self):
        return (self.own, self.mate, self.leader, self.manager, self.stranger)

    def _outside(self):
        public = self.env.ref("base.public_user")
        return dict.fromkeys((self.portal_user, public), "")

    def test_prv_03_rows_of_a_ticket_follow_the_ticket(self):
        outside = self._outside() | dict.fromkeys(
            (self.far_agent, self.far_mate, self.foreigner, self.officer), ""
        )
        for model, letters in WORK.items():
            roles = dict(zip(self._roles(), letters, strict=True))
            self._check(model, roles | outside)

    def test_prv_03_each_role_where_no_table_fits(self):
        everybody = (*self._roles(), self.far_agent, self.far_mate, self.foreigner)
        everybody += (self.officer, self.portal_user, self.public)
        everybody += (self.reviewer, self.supervisor)
        for model, letters in ROLES.items():
            expected = dict.fromkeys(everybody, "")
            expected |= {getattr(self, role): own for role, own in letters.items()}
            self._check(model, expected)

    def test_prv_03_the_ticket_itself(self):
        self.records["helpdesk.ticket"] = self.ticket
        roles = dict(zip(self._roles(), ("rwc", "rwc", "rwc", "rwcd", ""), strict=True))
        nobody = (self.far_agent, self.far_mate, self.foreigner, self.officer)
        public = self.env.ref("base.public_user")
        roles |= dict.fromkeys((*nobody, public), "") | {self.portal_user: "r"}
        self._check("helpdesk.ticket", roles)

    def test_prv_03_followers_only_read(self):
        self.ticket.message_subscribe(self.far_agent.partner_id.ids)
        self.env.invalidate_all()
        for model in WORK:
            self._check(model, {self.far_agent: "r"})

    def test_prv_03_unassigned_tickets_belong_to_the_team(self):
        self.ticket.user_id = False
        self.own.helpdesk_team_ids += self.team
        self.env.invalidate_all()
        for model, letters in WORK.items():
            self._check(model, {self.own: letters[0], self.far_agent: ""})

    def test_prv_03_other_departments_reach_their_own_task(self):
        task = self.records["cs.coordination.task"]
        task.sudo().user_id = self.stranger
        self.records["cs.rectification"].sudo().manager_id = self.stranger
        self.env.invalidate_all()
        self._check("cs.coordination.task", {self.stranger: "rw"})
        self._check("cs.rectification", {self.stranger: "rw", self.far_agent: ""})

    def test_prv_03_settings_of_a_company_stay_in_it(self):
        outside = self._outside() | {self.foreigner: "", self.officer: "r"}
        for model, letters in SETTINGS.items():
            roles = dict(zip(self._roles(), letters, strict=True))
            self._check(model, roles | outside)

    def test_prv_03_trials_are_for_managers_of_the_company(self):
        nobody = (self.own, self.mate, self.leader, self.stranger, self.foreigner)
        for model, letters in TRIALS.items():
            roles = dict.fromkeys((*nobody, self.officer), "") | self._outside()
            self._check(model, roles | {self.manager: letters})

    def test_prv_03_files_on_customers_are_kept_by_their_owner(self):
        people = (self.own, self.mate, self.leader, self.manager)
        nobody = (self.stranger, self.foreigner, self.officer)
        for model, letters in FILES.items():
            roles = dict.fromkeys(nobody, "") | self._outside()
            self._check(model, roles | dict(zip(people, letters, strict=True)))

    def test_prv_03_overruns_are_for_those_who_lead(self):
        nobody = (self.own, self.mate, self.stranger, self.foreigner, self.officer)
        for model, (leader, manager) in OVERSIGHT.items():
            roles = dict.fromkeys(nobody, "") | self._outside()
            self._check(model, roles | {self.leader: leader, self.manager: manager})

    def test_prv_03_settings_without_a_company_are_for_all(self):
        self.profile.company_id = False
        self.records["cs.process"].company_id = False
        rules = self.env["cs.priority.rule"]
        shared = rules.search([("company_id", "=", False)], limit=1)
        self.records["cs.priority.rule"] = shared
        self.records["cs.ivr.option"].company_id = False
        self.records["cs.sla.ladder"].company_id = False
        self.records["cs.pause.reason"].company_id = False
        self.records["cs.department"].company_id = False
        self.records["cs.need.question.set"].company_id = False
        self.records["cs.carrier"].company_id = False
        self.records["cs.solution.template"].company_id = False
        self.records["cs.jargon.term"].company_id = False
        self.env.flush_all()
        self.env.invalidate_all()
        for model, letters in SETTINGS.items():
            self._check(model, {self.foreigner: letters[3], self.own: "r"})

    def test_prv_03_shared_and_technical_models(self):
        for model, letters in SHARED.items():
            roles = dict(zip(self._roles(), letters, strict=True))
            self._check(model, roles | self._outside())
        for model in TECHNICAL:
            for user in (*self._roles(), *self._outside()):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_prv_03_wizards_are_for_agents(self):
        for model in (
            "cs.contact.log",
            "cs.handover",
            "cs.handover.refusal",
            "cs.call.intake",
            "cs.need.confirm",
        ):
            wizard = self.env[model]
            self.assertTrue(wizard.with_user(self.own).has_access("create"))
            for user in (self.stranger, *self._outside()):
                self.assertFalse(wizard.with_user(user).has_access("create"))

    def test_prv_03_reveal_log(self):
        log = (
            self.env["cs.reveal.log"]
            .sudo()
            .create(
                {
                    "user_id": self.own.id,
                    "at": "2023-10-09 02:00:00",
                    "until": "2023-10-09 02:15:00",
                    "ticket_id": self.ticket.id,
                    "company_id": self.company.id,
                }
            )
        )
        self.records["cs.reveal.log"] = log
        nobody = (self.mate, self.leader, self.manager, self.stranger, self.foreigner)
        roles = {self.own: "r", self.officer: "r"} | dict.fromkeys(nobody, "")
        self._check("cs.reveal.log", roles | self._outside())
        self.officer.group_ids += self.env.ref("helpdesk_mgmt.group_helpdesk_user_own")
        self._check("cs.reveal.log", {self.officer: "r"})
        log = log.sudo().copy({"company_id": self.other_company.id})
        self.records["cs.reveal.log"] = log
        self._check("cs.reveal.log", {self.own: "", self.officer: ""})
        self.officer.company_ids += self.other_company
        self._check("cs.reveal.log", {self.officer: "r"})

    def test_prv_03_agent_of_another_company_cannot_read_the_ticket(self):
        ticket = self.ticket.with_user(self.foreigner)
        with self.assertRaises(AccessError):
            ticket.read(["name"])
        with self.assertRaises(AccessError):
            ticket.action_cs_reveal()
        found = ticket.search([("id", "=", ticket.id)])
        self.assertFalse(found)
        for model in WORK:
            rows = self.env[model].with_user(self.foreigner)
            self.assertFalse(rows.search([("ticket_id", "=", self.ticket.id)]))
