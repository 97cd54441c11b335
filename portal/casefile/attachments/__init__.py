"""Files that come with a submission: checked, scanned, encrypted, and only ever downloaded."""
