# A real SMTP server for tests: aiosmtpd, with recipients that it refuses, defers or keeps waiting.
# Usage: smtp_server.py FOLDER [--tls none|starttls|smtps] [--certificate FILE --key FILE] [--login USER:PASSWORD]
# Writes FOLDER/port when it listens and one FOLDER/<number>.json per mail that it took over.
import argparse
import asyncio
import json
import os
import ssl

from aiosmtpd.smtp import AuthResult, LoginPassword, SMTP


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("reject"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("defer"):
            return "451 4.3.0 try again later"
        if address.startswith("slow"):
            await asyncio.sleep(3)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.7.1 we do not know this sender"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.6.0 refused"
        self.count += 1
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "data": envelope.content.decode("utf-8"),
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "login": bool(session.authenticated),
        }
        name = os.path.join(self.folder, f"{self.count:06}.json")
        with open(name + ".part", "w") as file:
            json.dump(mail, file)
        os.rename(name + ".part", name)
        if envelope.rcpt_tos[0].startswith("filter"):
            await asyncio.sleep(4)
        if envelope.rcpt_tos[0].startswith("cut"):
            server.transport.abort()
            return "421 gone"
        return "250 OK"


parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--tls", default="none", choices=["none", "starttls", "smtps"])
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--login")
arguments = parser.parse_args()

context = None
if arguments.tls != "none":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments.certificate, arguments.key)
options = {}
if arguments.tls == "starttls":
    options = {"tls_context": context, "require_starttls": True}
if arguments.login:
    user, password = arguments.login.encode().split(b":")

    def authenticate(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (user, password)
        return AuthResult(success=right, handled=False)  # not handled: else a wrong login is never answered

    options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": arguments.tls == "starttls"}



async def serve():
    handler = Handler(arguments.folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, hostname="mail.example", **options),
        "127.0.0.1",
        0,
        ssl=context if arguments.tls == "smtps" else None,
    )
    port = os.path.join(arguments.folder, "port")
    with open(port + ".part", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(port + ".part", port)
    await server.serve_forever()


asyncio.run(serve())
