"""Rules on the subject (CBL501-CBL502)."""
