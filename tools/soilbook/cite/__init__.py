"""Asking the registries: ``jb cite refresh`` and ``jb cite add``, the only verbs with network.

``jb cite fix`` stands here too, and asks nobody.
"""
