"""A program of its own: a sheet of Typst and the folder of a document → ``documento.pdf`` in the same folder.

Typst keeps what it has laid out for the life of its process, up to hundreds of megabytes: that life is one document.
What it complains of goes on the standard error, and then nothing is handed out.
"""

import sys
from datetime import UTC, datetime

import typst


def main(foglio: str, dati: str, giorno: str, *caratteri: str) -> int:
    """Exit status 0, or 1 when it complains. The root is that of the disk: ``dati`` may be anywhere."""
    volti = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(caratteri))
    compositore = typst.Compiler(root="/", font_paths=volti, sys_inputs={"dati": dati})
    quando = datetime.fromisoformat(giorno).replace(tzinfo=UTC)
    scritto = f"{dati}/documento.pdf"
    try:
        _, avvisi = compositore.compile_with_warnings(foglio, scritto, pdf_standards=["a-3a", "ua-1"], timestamp=quando)
    except typst.TypstError as errore:
        sys.stderr.write(errore.message)
        return 1
    sys.stderr.write("; ".join(avviso.message for avviso in avvisi))
    return 1 if avvisi else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
