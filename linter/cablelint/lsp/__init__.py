"""The language server: a thin shell around ``cablelint.api`` for editors (``cablelint server``).

``documents`` checks open texts and drops what is out of date; ``diagnostics``, ``actions``,
``hover``, ``completion`` and ``outline`` each turn one answer into the protocol's words, without
knowing of the server; ``server`` joins them to the requests.
"""
