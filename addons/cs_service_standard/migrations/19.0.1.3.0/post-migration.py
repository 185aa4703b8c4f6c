from lxml import etree

from odoo import SUPERUSER_ID, api
from odoo.tools.misc import file_open

ADDON = "cs_service_standard"
MARKS = f"{ADDON}/data/mail_letter_data.xml"


def migrate(cr, version):
    """Letters of an older database become customer letters, their words as they are."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    with file_open(MARKS, "rb") as file:
        records = etree.parse(file).iter("record")
    for record in records:
        template = env.ref(f"{ADDON}.{record.get('id')}", raise_if_not_found=False)
        if template and not template.cs_letter:
            fields = {field.get("name"): field.text for field in record}
            template.write(
                {
                    "cs_occasion": fields["cs_occasion"],
                    "cs_link_wanted": "cs_link_wanted" in fields,
                }
            )
            # what an older version allowed is not refused now, but when it is saved
            cr.execute(
                "UPDATE mail_template SET cs_letter = TRUE WHERE id = %s",
                (template.id,),
            )
            template.invalidate_recordset(["cs_letter"], flush=False)
