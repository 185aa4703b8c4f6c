"""What sentences are put together from."""

from functools import reduce

from odoo.tools.misc import babel_locale_parse, get_lang


def listed(env, items):
    """Items one after the other, as the language of the reader separates them.

    The pattern is that of the middle of a list: it names no "and", and it is known
    in every language. Odoo's ``format_list`` without "and" fails in a third of its
    languages, Spanish among them, where only the end of such lists is known.

    :param env: environment of the reader
    :param items: what is listed, in words
    :return: text, empty for nothing
    """
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    patterns = babel_locale_parse(get_lang(env).code).list_patterns
    return reduce(patterns["standard"]["middle"].format, words)
