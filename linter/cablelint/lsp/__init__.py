"""The language server: a thin layer over ``cablelint.api`` for editors (``cablelint server``).

``documents`` checks open texts and discards outdated checks; ``diagnostics``, ``actions``,
``hover``, ``completion`` and ``outline`` turn a check into the types of the protocol, independent
of the server; ``server`` connects them to requests.
"""
