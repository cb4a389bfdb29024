"""Pages of the survey, by theme: the scheda and its quadri, certification, questions, the board, the windows."""
