"""What is decided and printed: the plan, from its rows to the document.

From the database ``testata``, ``fonti`` and ``snapshot`` build a ``valori.PianoSnapshot``. From it ``sezioni``
(with ``elenchi``, ``riserve``, ``organi``, ``prospetti``), ``sintesi`` (with ``confronto``, ``assemblea``), ``grafici``
and ``capitoli`` (with ``grandezze`` and ``celle``) make what ``html`` writes. From the HTML ``carta`` makes
the PDF; ``composizione`` puts document and data together, ``deposito`` keeps the last one of a
draft, ``services`` stores versions, ``tabelle`` and ``esportazioni`` are the other ways out.
"""
