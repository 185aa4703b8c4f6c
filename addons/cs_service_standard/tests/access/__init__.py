"""Tables of access, a file for each part of the addon."""

from . import acceptance, archive, outcome, privacy, quality, sampling, setup, standard

PARTS = (
    standard,
    quality,
    sampling,
    outcome,
    acceptance,
    archive,
    privacy,
    setup,
)


def gathered(name):
    """The tables of one name of all parts as one."""
    return {
        model: letters
        for part in PARTS
        for model, letters in getattr(part, name).items()
    }
