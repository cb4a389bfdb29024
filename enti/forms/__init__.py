"""Forms on who takes part, by theme; they ask no database: what can be chosen is given by the view."""
