"""Pages of the plan and of what leads to it, by theme: the plan, the desk, the new year, the first start."""
