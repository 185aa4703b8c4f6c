"""Translations of the addons.

po_files.py update ADDON POT [PO...]   write i18n/ADDON.pot, merge i18n/zh_CN.po; the
                                       other PO files (Odoo's) fill in what they know
po_files.py check ADDON [POT]          complete, nothing fuzzy, fresh against POT
"""

import sys
from pathlib import Path

import polib

LANGUAGE = "zh_CN"
WRAP = 78


def _terms(catalogue):
    return {(e.msgctxt, e.msgid) for e in catalogue if not e.obsolete}


def _write(catalogue, path):
    # dates would make every export a change
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        catalogue.metadata.pop(key, None)
    catalogue.wrapwidth = WRAP
    path.parent.mkdir(exist_ok=True)
    catalogue.save(str(path))


def _fill(translation, known):
    """Odoo's words for "Created on" and the like, so that nobody types them again."""
    memory = {}
    for path in reversed(known):
        memory |= {e.msgid: e.msgstr for e in polib.pofile(path) if e.translated()}
    for entry in translation.untranslated_entries():
        entry.msgstr = memory.get(entry.msgid, "")


def update(addon, exported, known=()):
    """The template as exported; translations stay, dead ones go, new ones are empty."""
    template = polib.pofile(str(exported))
    _write(template, addon / "i18n" / f"{addon.name}.pot")
    path = addon / "i18n" / f"{LANGUAGE}.po"
    if path.exists():
        translation = polib.pofile(str(path))
        translation.merge(template)
        for entry in translation.obsolete_entries():
            translation.remove(entry)
        order = {(e.msgctxt, e.msgid): n for n, e in enumerate(template)}
        translation.sort(key=lambda e: order[e.msgctxt, e.msgid])
    else:
        translation = template
        translation.metadata |= {
            "Language": LANGUAGE,
            "Plural-Forms": "nplurals=1; plural=0;",
        }
    _fill(translation, known)
    _write(translation, path)
    missing = len(translation.untranslated_entries())
    print(f"{addon.name}: {len(template)} terms, {missing} not translated yet")


def problems(addon, exported=None):
    """What is wrong with the translation of one addon, one sentence each."""
    pot, po = addon / "i18n" / f"{addon.name}.pot", addon / "i18n" / f"{LANGUAGE}.po"
    absent = [p for p in (pot, po) if not p.exists()]
    if absent:
        return [f"{p} is missing: run ./dev i18n" for p in absent]
    template, translation = polib.pofile(str(pot)), polib.pofile(str(po))
    found = [
        f"{po}:{e.linenum}: not translated: {e.msgid[:60]!r}"
        for e in translation.untranslated_entries()
    ]
    found += [
        f"{po}:{e.linenum}: fuzzy: {e.msgid[:60]!r}"
        for e in translation.fuzzy_entries()
    ]
    found += [
        f"{po}: term of the .pot is missing: {i[:60]!r}"
        for _c, i in _terms(template) - _terms(translation)
    ]
    if exported:
        fresh = _terms(polib.pofile(str(exported)))
        found += [
            f"{pot}: new in the sources, run ./dev i18n: {i[:60]!r}"
            for _c, i in fresh - _terms(template)
        ]
        found += [
            f"{pot}: gone from the sources, run ./dev i18n: {i[:60]!r}"
            for _c, i in _terms(template) - fresh
        ]
    return found


def main(action, addon, exported=None, *known):
    if action == "update":
        update(Path(addon), exported, known)
        return 0
    found = problems(Path(addon), exported)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
