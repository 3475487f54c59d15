"""
Asking from Python: `import llmpick` gives these names.

Facts are an object that is handed in, answers are frozen values whose attributes are the keys of
the JSON. Nothing prints, and nothing reads the clock or the environment.
"""
