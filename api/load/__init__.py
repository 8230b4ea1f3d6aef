"""One server process under load: who may ask how much, what is answered from memory, and what is cut off."""
