"""Steps of care at the desk."""
