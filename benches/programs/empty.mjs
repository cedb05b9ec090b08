// An empty program, which measures the start of Node.js itself.
