"""What is asked of an implementation before any verdict, by subject: each function is one question, asked at a Bench (order.py puts them in order)."""
