"""What a text feels like and what it speaks about: values in, values out, no ids and no database."""
