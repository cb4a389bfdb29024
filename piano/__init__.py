"""What is decided and printed: the plan, its schema and chapters, sections, snapshot, HTML, PDF, versions."""
