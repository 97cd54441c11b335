"""What texts end with where pages are looked at: another script, and what does not break."""

ARABIC = "ضُربت السيدة في مكتب الشرطة (قصة مختلقة)"
UNBROKEN = "Rechtsschutzversicherungsgesellschaften" * 5
LONG = f" {ARABIC} {UNBROKEN} https://example.org/{'a' * 120}"
"""What every text ends with."""
