"""Files that people bring: any table format in, mentions, answers, tickets and customers out."""
