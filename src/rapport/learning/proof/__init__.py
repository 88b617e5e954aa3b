"""Does it help, may a model be published, and is it fair?"""
