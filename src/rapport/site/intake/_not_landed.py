from types import SimpleNamespace


def suggest(text):
    return ()


def screen(text):
    return SimpleNamespace(flag="kill myself" in text, why=())
