"""Forms: what people type on the pages of the schede and of the survey, checked and read."""
