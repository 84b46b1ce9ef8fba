"""The review page: what the machine read beside the page, in the order of risk, settled with the keyboard."""
