from django.contrib.auth.hashers import Argon2PasswordHasher


class LighterArgon2PasswordHasher(Argon2PasswordHasher):
    # Django's default takes 100 MiB a hash: forty log-ins at once would take a small server down.
    # These are OWASP's figures for Argon2id (19 MiB, 2 passes, 1 lane).
    time_cost = 2
    memory_cost = 19456
    parallelism = 1
