"""The pages: server-rendered, readable without a script, in Chinese and English."""
