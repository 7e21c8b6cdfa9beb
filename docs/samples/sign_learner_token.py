"""Signs a learner token in Python, without a package. Runs at the site's own backend, for a learner who
is logged in there; the secret must not reach a browser."""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import uuid


def encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def sign_learner_token(secret, kid, embed_key, learner=None, scenario=None, name=None):
    # Without an id of its own, every learner would be the same one.
    if not isinstance(learner, str) or not learner.strip():
        raise ValueError("Name the learner.")
    now = int(time.time())
    header = {"alg": "HS256", "typ": "JWT", "kid": kid}
    payload = {
        "iss": embed_key,
        "aud": "maka-voice-coach",
        "sub": learner,  # your own id of the learner, better not a name or an address
        "jti": str(uuid.uuid4()),  # never the same twice
        "iat": now,
        "exp": now + 60,
    }
    if scenario is not None:
        payload["scenario"] = scenario  # good for this scenario only
    if name is not None:
        payload["name"] = name  # what the customer may call the learner
    signed = ".".join(encode(json.dumps(part).encode()) for part in (header, payload))
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encode(signature)}"


if __name__ == "__main__":
    environment = os.environ
    print(
        sign_learner_token(
            environment["MAKA_TOKEN_SECRET"],
            environment["MAKA_TOKEN_KID"],
            environment["MAKA_EMBED_KEY"],
            *sys.argv[1:3],
        )
    )
