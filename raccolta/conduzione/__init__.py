"""What the capofila does with a survey: the board, the windows, the reminders, questions and mail."""
