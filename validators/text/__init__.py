"""What people type: amounts, words, dates, letters in old codes; made comparable."""
