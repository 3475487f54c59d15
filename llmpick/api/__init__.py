"""The questions that llmpick answers: plain data in, an answer out."""
