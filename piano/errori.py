"""What can keep a plan from being written, in words for who has to correct it."""


class PianoNonComponibile(ValueError):
    """The plan cannot be written as it is; the message is a sentence that says what to correct."""


class DocumentoNonValido(PianoNonComponibile):
    """The document cannot be made into a PDF: a sentence says what is missing or wrong."""
